package dev.byoml.model.study;

import dev.byoml.model.sample.organization.OrganizationShape;

/**
 * A kind of organisation that settings are compared on.
 *
 * @param name what the study calls it
 * @param organizations number of organisations that are ranked together
 * @param users users of each organisation
 * @param resources resources of each organisation
 * @param days days of training and one more
 * @param shape departments, activity, density and errands
 * @param strays stray accesses to random resources, as a share of all distinct accesses
 */
record StudyShape(
    String name,
    int organizations,
    int users,
    int resources,
    int days,
    OrganizationShape shape,
    double strays) {

  /** Twenty-four people and their shares; fifteen such organisations. */
  static final StudyShape TINY =
      new StudyShape("tiny", 15, 24, 20, 21, shape(0, 3.8, 0.15, 0.03), 0);

  /** A hundred people, as in the demo; five such organisations. */
  static final StudyShape SMALL =
      new StudyShape("small", 5, 100, 40, 21, shape(0, 3.8, 0.15, 0.01), 0);

  /** Twelve large departments. */
  static final StudyShape FEW =
      new StudyShape("few departments", 1, 1200, 360, 14, shape(12, 2, 0.15, 0.02), 0.15);

  /** Fifty departments, much seen of everybody, stray accesses to anything. */
  static final StudyShape STRAYS =
      new StudyShape("strays", 1, 1500, 750, 21, shape(50, 3.8, 0.3, 0.02), 0.2);

  /** Sixty departments, stray accesses, and little seen of anybody: six resources a user. */
  static final StudyShape SPARSE =
      new StudyShape("sparse", 1, 3000, 1500, 14, shape(60, 1, 0.15, 0.02), 0.2);

  /** Twelve departments that keep to themselves. */
  static final StudyShape EASY =
      new StudyShape("easy", 1, 600, 240, 21, shape(12, 3.8, 0.3, 0.01), 0);

  /** Forty departments, a third of the people in two, many errands and strays, little seen. */
  static final StudyShape HARD =
      new StudyShape(
          "hard", 1, 2000, 1000, 14, shape(40, 1.5, 0.1, 0.05).withCrossDepartment(0.3), 0.3);

  /** Eight departments that use most of their own shares, day by day. */
  static final StudyShape DENSE =
      new StudyShape("dense", 1, 800, 240, 21, shape(8, 8, 0.6, 0.02), 0.15);

  private static OrganizationShape shape(
      int departments, double accessesPerDay, double density, double outside) {
    return OrganizationShape.DEFAULT
        .withDepartments(departments)
        .withAccessesPerDay(accessesPerDay)
        .withDensity(density)
        .withOutside(outside);
  }
}
