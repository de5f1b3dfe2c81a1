package dev.byoml.model.sample.activity;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.sample.PlantedScenario;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.Samples;
import dev.byoml.model.sample.export.SampleEvent;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.OrganizationShape;
import dev.byoml.model.sample.organization.Share;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScenariosTest {
  private final SampleTenant tenant = Samples.tenant();

  @Test
  void plantsEveryKind() {
    assertThat(
        tenant.scenarios().stream().map(PlantedScenario::kind).collect(Collectors.toSet()),
        is(Set.of(ScenarioKind.values())));
  }

  @Test
  void plantsAttacksAndLookAlikesIntoTheScoredWindowOnly() {
    var training = Samples.pairs(Samples.trainingAccessEvents(tenant));
    for (PlantedScenario scenario : tenant.scenarios()) {
      if (scenario.kind() != ScenarioKind.BACK_FROM_LEAVE) {
        assertThat(scenario.accesses(), everyItem(is(not(in(training)))));
      }
      assertThat(scenario.first().isBefore(Samples.windows().scoringFrom()), is(false));
      assertThat(scenario.last().isBefore(Samples.windows().scoringTo()), is(true));
    }
  }

  @Test
  void letsEveryPlantedAccessHappen() {
    var scored = Samples.pairs(Samples.scoringAccessEvents(tenant));
    for (PlantedScenario scenario : tenant.scenarios()) {
      assertThat(scenario.accesses(), everyItem(is(in(scored))));
    }
  }

  @Test
  void givesNobodyTwoParts() {
    List<String> actors =
        tenant.scenarios().stream()
            .flatMap(scenario -> Samples.users(List.of(scenario)).stream())
            .toList();
    assertThat(new HashSet<>(actors), hasSize(actors.size()));
  }

  @Test
  void letsTheForeignReaderOpenADepartmentThatHeOrSheHasNothingToDoWith() {
    AccessKey first = accessesOf(ScenarioKind.FOREIGN_DEPARTMENT).get(0);
    Set<Integer> read =
        accessesOf(ScenarioKind.FOREIGN_DEPARTMENT).stream()
            .filter(access -> access.user().equals(first.user()))
            .map(access -> share(access).department())
            .collect(Collectors.toSet());
    Set<Integer> known =
        Samples.trainingAccessEvents(tenant)
            .filter(event -> event.account().user().equals(first.user()))
            .map(event -> event.share().department())
            .collect(Collectors.toSet());
    assertThat(read, hasSize(1));
    assertThat(known, is(not(empty())));
    assertThat(known, everyItem(is(not(in(read)))));
  }

  @Test
  void sweepsServersThatAreAdministeredAndServersThatNobodyEverTouched() {
    var administered =
        Samples.trainingAccessEvents(tenant)
            .map(event -> event.share().resource())
            .collect(Collectors.toSet());
    Set<Boolean> seen =
        accessesOf(ScenarioKind.ADMINISTRATIVE_SWEEP).stream()
            .map(access -> administered.contains(access.resource()))
            .collect(Collectors.toSet());
    assertThat(seen, is(Set.of(true, false)));
  }

  @Test
  void sweepsBothAdministrativeSharesOfEachServer() {
    List<AccessKey> swept = accessesOf(ScenarioKind.ADMINISTRATIVE_SWEEP);
    long drives = swept.stream().filter(access -> access.resource().endsWith("\\c$")).count();
    long homes = swept.stream().filter(access -> access.resource().endsWith("\\admin$")).count();
    assertThat(drives, is(homes));
    assertThat(drives + homes, is((long) swept.size()));
  }

  @Test
  void signsTheStolenServiceAccountInFromElsewhere() {
    var stolen = new HashSet<>(accessesOf(ScenarioKind.STOLEN_SERVICE_ACCOUNT));
    Set<Boolean> atHome =
        Samples.scoringAccessEvents(tenant)
            .filter(event -> stolen.contains(Samples.keyOf(event)))
            .map(event -> event.ipAddress().endsWith(event.account().ipAddress()))
            .collect(Collectors.toSet());
    assertThat(atHome, is(Set.of(false)));
  }

  @Test
  void letsTheStolenServiceAccountReadOtherDepartmentsOnly() {
    for (AccessKey access : accessesOf(ScenarioKind.STOLEN_SERVICE_ACCOUNT)) {
      assertThat(share(access).department(), is(not(account(access).department())));
    }
  }

  @Test
  void letsFirstAccessesStayInsideTheOwnDepartment() {
    for (AccessKey access : accessesOf(ScenarioKind.FIRST_ACCESS)) {
      assertThat(share(access).department(), is(account(access).department()));
    }
  }

  @Test
  void showsTheNewJoinerOnTheScoringDayOnly() {
    assertThat(trainingUsers(), not(hasItem(userOf(ScenarioKind.NEW_JOINER))));
  }

  @Test
  void showsTheNewShareOnTheScoringDayOnly() {
    String made = accessesOf(ScenarioKind.NEW_SHARE).get(0).resource();
    assertThat(
        Samples.trainingAccessEvents(tenant)
            .map(event -> event.share().resource())
            .collect(Collectors.toSet()),
        not(hasItem(made)));
  }

  @Test
  void letsSeveralPeopleOfOneDepartmentOpenTheNewShare() {
    List<AccessKey> opened = accessesOf(ScenarioKind.NEW_SHARE);
    assertThat(opened.size(), is(greaterThan(1)));
    assertThat(
        opened.stream().map(access -> account(access).department()).distinct().toList(),
        hasSize(1));
  }

  @Test
  void sendsSomebodyOnLeaveAfterTheFirstDays() {
    String user = userOf(ScenarioKind.BACK_FROM_LEAVE);
    List<Instant> worked =
        Samples.trainingAccessEvents(tenant)
            .filter(event -> event.account().user().equals(user))
            .map(SampleEvent::time)
            .toList();
    Instant leave = Samples.windows().trainingFrom().plusSeconds(3 * 86_400);
    assertThat(worked, is(not(empty())));
    assertThat(worked.stream().filter(time -> !time.isBefore(leave)).toList(), is(empty()));
  }

  @Test
  void plantsMoreIntoLargerOrganisations() {
    assertThat(OrganizationShape.DEFAULT.scenariosOfEachKind(100), is(1));
    assertThat(OrganizationShape.DEFAULT.scenariosOfEachKind(1_000), is(2));
    assertThat(OrganizationShape.DEFAULT.scenariosOfEachKind(100_000), is(4));
  }

  private List<AccessKey> accessesOf(ScenarioKind kind) {
    return Samples.scenarios(tenant, kind).stream()
        .flatMap(scenario -> scenario.accesses().stream())
        .toList();
  }

  private String userOf(ScenarioKind kind) {
    return accessesOf(kind).get(0).user();
  }

  private Set<String> trainingUsers() {
    return Samples.trainingAccessEvents(tenant)
        .map(event -> event.account().user())
        .collect(Collectors.toSet());
  }

  private Share share(AccessKey access) {
    return tenant.shares().stream()
        .filter(share -> share.resource().equals(access.resource()))
        .findFirst()
        .orElseThrow();
  }

  private Account account(AccessKey access) {
    return tenant.accounts().stream()
        .filter(account -> account.user().equals(access.user()))
        .findFirst()
        .orElseThrow();
  }
}
