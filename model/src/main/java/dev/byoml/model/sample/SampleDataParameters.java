package dev.byoml.model.sample;

/**
 * How much sample data to make. The same parameters always give the same data.
 *
 * @param seed where every random choice comes from
 * @param users number of user accounts of all tenants together: people, administrators and service
 *     accounts, but not computers
 * @param resources number of shares of all tenants together, administrative shares included; the
 *     shares that a template filters ({@code IPC$} and the like) come on top
 * @param days number of days, the scoring day included
 * @param tenants number of organisations; users and resources are split among them as evenly as
 *     possible
 */
public record SampleDataParameters(long seed, int users, int resources, int days, int tenants) {

  /** What the demo uses. */
  public static final SampleDataParameters DEFAULT = new SampleDataParameters(1L, 200, 60, 21, 2);

  /** The fewest users and the fewest resources that a tenant can have. */
  public static final int LEAST_OF_A_TENANT = 20;

  private static final int MOST_USERS = 1_000_000;
  private static final int MOST_RESOURCES = 200_000;
  private static final int LEAST_DAYS = 8;
  private static final int MOST_DAYS = 366;
  private static final int MOST_TENANTS = 1_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException of one line that names the option and what it accepts
   */
  public SampleDataParameters {
    requireBetween("--tenants", tenants, 1, MOST_TENANTS);
    requireBetween("--days", days, LEAST_DAYS, MOST_DAYS);
    requireEnough("--users", users, tenants, MOST_USERS);
    requireEnough("--resources", resources, tenants, MOST_RESOURCES);
  }

  /** The users of one tenant, counted from 0. */
  public int usersOf(int tenant) {
    return share(users, tenant);
  }

  /** The resources of one tenant, counted from 0. */
  public int resourcesOf(int tenant) {
    return share(resources, tenant);
  }

  private int share(int total, int tenant) {
    return total / tenants + (tenant < total % tenants ? 1 : 0);
  }

  private static void requireEnough(String option, int value, int tenants, int most) {
    int least = LEAST_OF_A_TENANT * tenants;
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(
              "%s must be between %d and %d with --tenants=%d (at least %d for each tenant), got %d",
              option, least, most, tenants, LEAST_OF_A_TENANT, value));
    }
  }

  private static void requireBetween(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format("%s must be between %d and %d, got %d", option, least, most, value));
    }
  }
}
