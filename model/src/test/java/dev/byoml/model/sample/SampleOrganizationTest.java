package dev.byoml.model.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.activity.ScenarioKind;
import dev.byoml.model.sample.export.SampleEvent;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Department;
import dev.byoml.model.sample.organization.Share;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleOrganizationTest {
  private static final SampleDataParameters LARGE =
      new SampleDataParameters(1, 20_000, 3_000, 8, 1);

  @Test
  void saysTheSameEachTime() {
    assertThat(
        Samples.tenant().events(SampleWindows.LAST_DAY).toList(),
        is(Samples.tenant().events(SampleWindows.LAST_DAY).toList()));
  }

  @Test
  void tellsTheSameOfADayWhateverWasAskedBefore() {
    SampleTenant tenant = Samples.tenant();
    tenant.events(Samples.windows().firstDay()).toList();
    assertThat(
        tenant.events(SampleWindows.LAST_DAY).toList(),
        is(Samples.tenant().events(SampleWindows.LAST_DAY).toList()));
  }

  @Test
  void differsForAnotherSeed() {
    SampleOrganization other = SampleOrganization.of(new SampleDataParameters(4, 120, 60, 15, 2));
    assertThat(
        other.tenants().get(0).identity().tenantId(),
        is(not(Samples.tenant().identity().tenantId())));
    assertThat(names(other.tenants().get(0)), is(not(names(Samples.tenant()))));
  }

  @Test
  void hasAsManyUsersAndResourcesAsAskedFor() {
    SampleOrganization organization =
        SampleOrganization.of(new SampleDataParameters(1, 123, 77, 8, 3));
    assertThat(
        organization.tenants().stream().mapToInt(tenant -> tenant.accounts().size()).sum(),
        is(123));
    assertThat(
        organization.tenants().stream().mapToInt(tenant -> tenant.shares().size()).sum(), is(77));
  }

  @Test
  void servesTheSmallestAndTheMostLopsidedOrganisations() {
    for (SampleDataParameters parameters :
        List.of(
            new SampleDataParameters(1, 20, 20, 8, 1),
            new SampleDataParameters(2, 20, 5_000, 8, 1),
            new SampleDataParameters(3, 5_000, 20, 8, 1))) {
      SampleTenant tenant = SampleOrganization.of(parameters).tenants().get(0);
      assertThat(tenant.accounts(), hasSize(parameters.users()));
      assertThat(tenant.shares(), hasSize(parameters.resources()));
      assertThat(kinds(tenant), is(Set.of(ScenarioKind.values())));
    }
  }

  @Test
  void givesEveryUserANameAndASidOfItsOwn() {
    SampleTenant tenant = SampleOrganization.of(LARGE).tenants().get(0);
    assertThat(distinct(tenant.accounts(), Account::user), hasSize(LARGE.users()));
    assertThat(distinct(tenant.accounts(), Account::sid), hasSize(LARGE.users()));
    assertThat(distinct(tenant.accounts(), Account::ipAddress), hasSize(LARGE.users()));
  }

  @Test
  void givesEveryResourceANameOfItsOwn() {
    SampleTenant tenant = SampleOrganization.of(LARGE).tenants().get(0);
    assertThat(distinct(tenant.shares(), Share::resource), hasSize(LARGE.resources()));
  }

  @Test
  void givesEveryTenantAnIdentityOfItsOwn() {
    SampleOrganization organization =
        SampleOrganization.of(new SampleDataParameters(1, 400, 400, 8, 20));
    assertThat(
        distinct(organization.tenants(), tenant -> tenant.identity().tenantId()), hasSize(20));
    assertThat(
        distinct(organization.tenants(), tenant -> tenant.identity().dnsDomain()), hasSize(20));
    assertThat(
        distinct(organization.tenants(), tenant -> tenant.identity().workspaceResourceId()),
        hasSize(20));
  }

  @Test
  void keepsTheOthersWhenAPersonIsHired() {
    List<Account> fewer = accountsOf(new SampleDataParameters(1, 200, 60, 8, 1));
    List<Account> more = accountsOf(new SampleDataParameters(1, 201, 60, 8, 1));
    assertThat(more.subList(0, 200), is(fewer));
  }

  @Test
  void leavesNoDepartmentEmpty() {
    SampleTenant tenant = SampleOrganization.of(LARGE).tenants().get(0);
    assertThat(
        distinct(tenant.accounts(), Account::department), hasSize(tenant.departments().size()));
  }

  @Test
  void hasDepartmentsOfUnequalSize() {
    Map<Integer, Long> sizes =
        Samples.tenant().accounts().stream()
            .collect(Collectors.groupingBy(Account::department, Collectors.counting()));
    long largest = sizes.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    long smallest = sizes.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    assertThat(largest, is(greaterThan(2 * smallest)));
  }

  @Test
  void labelsWhatMeetsForTheFirstTimeInTheScoredWindowAndNothingElse() {
    SampleTenant tenant = Samples.tenant();
    var firstMeetings = Samples.pairs(Samples.scoringAccessEvents(tenant));
    firstMeetings.removeAll(Samples.pairs(Samples.trainingAccessEvents(tenant)));
    assertThat(
        tenant.labels().sorted().map(LabelledAccess::key).toList(), is(List.copyOf(firstMeetings)));
  }

  @Test
  void labelsAnAccessAnomalousWhenItBelongsToAnAttack() {
    SampleTenant tenant = Samples.tenant();
    var attacks =
        tenant.scenarios().stream()
            .filter(scenario -> scenario.kind().isAnomalous())
            .flatMap(scenario -> scenario.accesses().stream())
            .collect(Collectors.toSet());
    assertThat(
        tenant
            .labels()
            .filter(LabelledAccess::anomalous)
            .map(LabelledAccess::key)
            .collect(Collectors.toSet()),
        is(attacks));
  }

  @Test
  void addsUpTheEventsOfTheDaysOfTraining() {
    SampleTenant tenant = Samples.tenant();
    Map<Object, SampleAccess> expected = new TreeMap<>();
    Samples.trainingAccessEvents(tenant)
        .map(event -> new SampleAccess(Samples.keyOf(event), 1, event.time(), event.time()))
        .forEach(one -> expected.merge(one.key(), one, SampleOrganizationTest::later));
    Map<Object, SampleAccess> actual = new TreeMap<>();
    tenant.trainingAccesses().forEach(access -> actual.put(access.key(), access));
    assertThat(actual, is(expected));
  }

  @Test
  void isQuietOnWeekends() {
    assertThat(10 * accessesOn("2026-03-28"), is(lessThan(2 * accessesOn("2026-03-27"))));
  }

  @Test
  void isQuietAtNightButNotSilent() {
    List<SampleEvent> accesses = Samples.trainingAccessEvents(Samples.tenant()).toList();
    long inOfficeHours =
        accesses.stream().filter(event -> hourOf(event) >= 6 && hourOf(event) < 20).count();
    assertThat(accesses.size() - inOfficeHours, is(lessThan(inOfficeHours / 4)));
    assertThat(accesses.size() - inOfficeHours, is(greaterThan(0L)));
  }

  @Test
  void letsABusyTenthDoMoreThanAFifthOfTheWork() {
    SampleTenant tenant = SampleOrganization.of(LARGE).tenants().get(0);
    Map<String, Long> counts = new TreeMap<>();
    tenant
        .trainingAccesses()
        .filter(access -> !access.key().user().contains("svc-"))
        .forEach(access -> counts.merge(access.key().user(), access.count(), Long::sum));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long busy =
        counts.values().stream()
            .sorted((a, b) -> Long.compare(b, a))
            .limit(counts.size() / 10)
            .mapToLong(Long::longValue)
            .sum();
    assertThat(5 * busy, is(greaterThan(all)));
  }

  @Test
  void runsServicesOnEveryDayOfTheWeek() {
    SampleTenant tenant = Samples.tenant();
    Account service =
        tenant.accounts().stream()
            .filter(account -> account.kind() == Account.Kind.SERVICE)
            .findFirst()
            .orElseThrow();
    List<Long> perDay =
        Samples.windows().trainingDays().stream()
            .map(
                day ->
                    tenant
                        .events(day)
                        .filter(SampleEvent::access)
                        .filter(event -> event.account().equals(service))
                        .count())
            .distinct()
            .toList();
    assertThat(perDay, hasSize(1));
    assertThat(perDay, everyItem(is(greaterThan(0L))));
  }

  @Test
  void letsAdministratorsAndNobodyElseOpenAdministrativeSharesInTraining() {
    Set<Account.Kind> kinds =
        Samples.trainingAccessEvents(Samples.tenant())
            .filter(event -> event.share().kind() == Share.Kind.ADMINISTRATIVE)
            .map(event -> event.account().kind())
            .collect(Collectors.toSet());
    assertThat(kinds, is(Set.of(Account.Kind.ADMINISTRATOR)));
  }

  @Test
  void hasPeopleWhoWorkAcrossDepartments() {
    assertThat(
        Samples.trainingAccessEvents(Samples.tenant())
            .filter(event -> event.share().department() != Department.NONE)
            .map(event -> event.share().department() == event.account().department())
            .collect(Collectors.toSet()),
        hasItem(false));
  }

  private static long accessesOn(String day) {
    return Samples.trainingAccessEvents(Samples.tenant())
        .filter(event -> event.time().toString().startsWith(day))
        .filter(event -> event.account().kind() != Account.Kind.SERVICE)
        .count();
  }

  private static int hourOf(SampleEvent event) {
    return Integer.parseInt(event.time().toString().substring(11, 13));
  }

  private static SampleAccess later(SampleAccess sum, SampleAccess one) {
    return new SampleAccess(
        sum.key(),
        sum.count() + 1,
        sum.first().isBefore(one.first()) ? sum.first() : one.first(),
        sum.last().isAfter(one.last()) ? sum.last() : one.last());
  }

  private static List<Account> accountsOf(SampleDataParameters parameters) {
    return SampleOrganization.of(parameters).tenants().get(0).accounts();
  }

  private static Set<ScenarioKind> kinds(SampleTenant tenant) {
    return tenant.scenarios().stream().map(PlantedScenario::kind).collect(Collectors.toSet());
  }

  private static List<String> names(SampleTenant tenant) {
    return tenant.accounts().stream().map(Account::name).toList();
  }

  private static <T> Set<Object> distinct(List<T> elements, Function<T, Object> property) {
    return elements.stream().map(property).collect(Collectors.toCollection(HashSet::new));
  }
}
