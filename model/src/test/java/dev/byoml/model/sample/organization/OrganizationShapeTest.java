package dev.byoml.model.sample.organization;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.sample.PlantedScenario;
import dev.byoml.model.sample.SampleAccess;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.activity.ScenarioKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrganizationShapeTest {
  private static final SampleDataParameters PARAMETERS =
      new SampleDataParameters(5, 1_000, 300, 15, 1);
  private static final OrganizationShape DEFAULT = OrganizationShape.DEFAULT;

  @Test
  void decidesTheNumberOfDepartments() {
    assertThat(tenant(DEFAULT.withDepartments(31)).departments(), hasSize(31));
  }

  @Test
  void decidesHowManySharesPeopleUse() {
    long sparse = tenant(DEFAULT.withDensity(0.05)).trainingAccesses().count();
    long dense = tenant(DEFAULT.withDensity(0.6)).trainingAccesses().count();
    assertThat(10 * dense, is(greaterThan(12 * sparse)));
  }

  @Test
  void decidesHowMuchPeopleDo() {
    long calm = accesses(tenant(DEFAULT.withAccessesPerDay(2)));
    long busy = accesses(tenant(DEFAULT.withAccessesPerDay(6)));
    assertThat(busy, is(greaterThan(2 * calm)));
  }

  @Test
  void decidesHowMuchGoesOutsideTheOwnDepartment() {
    for (double outside : List.of(0.0, 0.05, 0.2)) {
      OrganizationShape shape = DEFAULT.withCrossDepartment(0).withOutside(outside);
      assertThat(shareOutside(tenant(shape)), is(closeTo(outside, 0.02)));
    }
  }

  @Test
  void decidesHowManyPeopleWorkForTwoDepartments() {
    OrganizationShape nobody = DEFAULT.withOutside(0).withCrossDepartment(0);
    assertThat(shareOutside(tenant(nobody)), is(0.0));
    assertThat(shareOutside(tenant(nobody.withCrossDepartment(0.5))), is(greaterThan(0.1)));
  }

  @Test
  void decidesHowManyScenariosOfEachKindThereAre() {
    Map<ScenarioKind, Long> counts =
        tenant(DEFAULT.withScenarios(9)).scenarios().stream()
            .collect(Collectors.groupingBy(PlantedScenario::kind, Collectors.counting()));
    assertThat(counts.get(ScenarioKind.FOREIGN_DEPARTMENT), is(9L));
    assertThat(counts.get(ScenarioKind.NEW_JOINER), is(9L));
  }

  @Test
  void rejectsAShareOutsideOfMoreThanHalf() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withOutside(0.51));
  }

  @Test
  void rejectsADensityThatIsNoNumber() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withDensity(Double.NaN));
  }

  private static SampleTenant tenant(OrganizationShape shape) {
    return SampleOrganization.of(PARAMETERS, shape).tenants().get(0);
  }

  private static long accesses(SampleTenant tenant) {
    return tenant.trainingAccesses().mapToLong(SampleAccess::count).sum();
  }

  /** Share of people's accesses that go to a department other than their own. */
  private static double shareOutside(SampleTenant tenant) {
    Map<String, Account> accounts = new HashMap<>();
    tenant.accounts().forEach(account -> accounts.put(account.user(), account));
    Map<String, Share> shares = new HashMap<>();
    tenant.shares().forEach(share -> shares.put(share.resource(), share));
    List<SampleAccess> people =
        tenant
            .trainingAccesses()
            .filter(access -> accounts.get(access.key().user()).kind() == Account.Kind.PERSON)
            .toList();
    double outside =
        people.stream()
            .filter(
                access -> {
                  int department = shares.get(access.key().resource()).department();
                  return department != Department.NONE
                      && department != accounts.get(access.key().user()).department();
                })
            .mapToLong(SampleAccess::count)
            .sum();
    return outside / people.stream().mapToLong(SampleAccess::count).sum();
  }
}
