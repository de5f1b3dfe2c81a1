package dev.byoml.model.sample.organization;

/**
 * What kind of organisation the sample data show, beside its size.
 *
 * @param departments number of departments of each tenant; 0 derives it from the number of users
 * @param accessesPerDay mean number of share accesses of a person on a working day
 * @param density share of the other teams' folders of the own department that a person uses,
 *     between 0 and 1
 * @param outside share of a person's accesses that go to other departments on errands, between 0
 *     and 0.5
 * @param crossDepartment share of people who work for a second department too, between 0 and 1
 * @param scenarios how often each attack and each harmless look-alike happens in a tenant; 0
 *     derives it from the number of users
 */
public record OrganizationShape(
    int departments,
    double accessesPerDay,
    double density,
    double outside,
    double crossDepartment,
    int scenarios) {
  private static final int PEOPLE_OF_ONE_SCENARIO = 100;

  /** The shape of the demo's organisations. */
  public static final OrganizationShape DEFAULT =
      new OrganizationShape(0, 3.8, 0.15, 0.01, 0.04, 0);

  private static final double MOST_ACCESSES_PER_DAY = 50;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value and its range
   */
  public OrganizationShape {
    requireBetween("departments", departments, 0, Integer.MAX_VALUE);
    requireBetween("accessesPerDay", accessesPerDay, 0, MOST_ACCESSES_PER_DAY);
    requireBetween("density", density, 0, 1);
    requireBetween("outside", outside, 0, 0.5);
    requireBetween("crossDepartment", crossDepartment, 0, 1);
    requireBetween("scenarios", scenarios, 0, Integer.MAX_VALUE);
  }

  /** The same shape with that many departments. */
  public OrganizationShape withDepartments(int newDepartments) {
    return new OrganizationShape(
        newDepartments, accessesPerDay, density, outside, crossDepartment, scenarios);
  }

  /** The same shape with that many accesses of a person on a working day. */
  public OrganizationShape withAccessesPerDay(double newAccessesPerDay) {
    return new OrganizationShape(
        departments, newAccessesPerDay, density, outside, crossDepartment, scenarios);
  }

  /** The same shape with that share of the department's folders in use by a person. */
  public OrganizationShape withDensity(double newDensity) {
    return new OrganizationShape(
        departments, accessesPerDay, newDensity, outside, crossDepartment, scenarios);
  }

  /** The same shape with that share of accesses outside the own department. */
  public OrganizationShape withOutside(double newOutside) {
    return new OrganizationShape(
        departments, accessesPerDay, density, newOutside, crossDepartment, scenarios);
  }

  /** The same shape with that share of people who work for two departments. */
  public OrganizationShape withCrossDepartment(double newCrossDepartment) {
    return new OrganizationShape(
        departments, accessesPerDay, density, outside, newCrossDepartment, scenarios);
  }

  /** The same shape with that many attacks and look-alikes of each kind. */
  public OrganizationShape withScenarios(int newScenarios) {
    return new OrganizationShape(
        departments, accessesPerDay, density, outside, crossDepartment, newScenarios);
  }

  private static void requireBetween(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", got " + value);
    }
  }

  /** How often each kind of scenario is planted into a tenant of that many users. */
  public int scenariosOfEachKind(int users) {
    if (scenarios > 0) {
      return scenarios;
    }
    return 1 + Math.max(0, (int) StrictMath.log10(users / (double) PEOPLE_OF_ONE_SCENARIO));
  }
}
