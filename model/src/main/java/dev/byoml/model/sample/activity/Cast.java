package dev.byoml.model.sample.activity;

import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.RandomStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Gives out accounts to scenarios, none of them twice. */
final class Cast {
  private final List<Account> accounts;
  private final Set<Integer> taken = new HashSet<>();

  Cast(List<Account> accounts) {
    this.accounts = accounts;
  }

  /** A free account of that kind that fits, or nothing where all are taken. */
  Optional<Account> take(Account.Kind kind, RandomStream random, Predicate<Account> fits) {
    int first = random.below(accounts.size());
    for (int i = 0; i < accounts.size(); i++) {
      Account account = accounts.get((first + i) % accounts.size());
      if (account.kind() == kind && !taken.contains(account.number()) && fits.test(account)) {
        taken.add(account.number());
        return Optional.of(account);
      }
    }
    return Optional.empty();
  }
}
