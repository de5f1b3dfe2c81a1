package dev.byoml.model.sample.organization;

import java.util.List;

/**
 * One tenant: who works there, which shares it has, and who uses what.
 *
 * @param identity names by which it is known
 * @param estate servers, departments and shares
 * @param accounts all users, each at its number
 * @param habits what each user uses, in the order of {@code accounts}
 */
public record Organization(
    TenantIdentity identity, Estate estate, List<Account> accounts, List<Habits> habits) {

  public Organization {
    accounts = List.copyOf(accounts);
    habits = List.copyOf(habits);
  }

  /** Founds the organisation. */
  public static Organization of(
      RandomKey key, int tenant, int users, int resources, OrganizationShape shape) {
    TenantIdentity identity = TenantIdentity.of(key, tenant);
    Estate estate = Estate.of(key, identity.dnsDomain(), users, resources, shape);
    List<Account> accounts = Staff.hire(key, identity, estate, users);
    HabitPlan plan = new HabitPlan(key, estate, shape);
    return new Organization(identity, estate, accounts, accounts.stream().map(plan::of).toList());
  }

  /** What {@code account} uses. */
  public Habits habitsOf(Account account) {
    return habits.get(account.number());
  }

  /** The department {@code account} works for. */
  public Department departmentOf(Account account) {
    return estate.departments().get(account.department());
  }
}
