package dev.byoml.model.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.Likelihood;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.export.SampleEvent;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.OrganizationShape;
import dev.byoml.model.sample.organization.Share;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day with attacks on which a new share becomes popular and ten people start work. */
class ColdStartTest {
  private static final int DEPARTMENTS_OF_THE_NEW_SHARE = 4;
  private static final int JOINERS = 10;
  private static final int SHARES_OF_A_JOINER = 5;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neitherAPopularNewShareNorNewJoinersFloodTheList(long seed) {
    SampleOrganization sample =
        SampleOrganization.of(
            new SampleDataParameters(seed, 400, 200, 21, 1),
            OrganizationShape.DEFAULT.withOutside(0.05).withScenarios(2));
    SampleTenant tenant = sample.tenants().get(0);
    TreeSet<AccessKey> day = new TreeSet<>();
    tenant
        .events(sample.windows().scoringDay())
        .filter(SampleEvent::access)
        .forEach(event -> day.add(key(tenant, event.account().user(), event.share().resource())));
    Set<AccessKey> attacks = new HashSet<>();
    tenant.scenarios().stream()
        .filter(scenario -> scenario.kind().isAnomalous())
        .forEach(scenario -> attacks.addAll(scenario.accesses()));
    Set<AccessKey> newcomers = newcomers(tenant);
    day.addAll(newcomers);

    List<AccessKey> ranked = ranked(model(tenant), day);
    List<AccessKey> top = ranked.subList(0, attacks.size());
    long ofNewcomers = top.stream().filter(newcomers::contains).count();
    long ofAttacks = top.stream().filter(attacks::contains).count();
    assertThat(ofNewcomers, lessThanOrEqualTo(2L));
    assertThat((double) ofAttacks, greaterThanOrEqualTo(0.8 * attacks.size()));
    assertThat(attacks.containsAll(ranked.subList(0, 20)), is(true));
  }

  /** Half the people of four departments on a new share, and ten joiners of one department. */
  private static Set<AccessKey> newcomers(SampleTenant tenant) {
    Set<AccessKey> accesses = new TreeSet<>();
    List<Account> people =
        tenant.accounts().stream().filter(a -> a.kind() == Account.Kind.PERSON).toList();
    for (Account account : people) {
      if (account.department() < DEPARTMENTS_OF_THE_NEW_SHARE && account.number() % 2 == 0) {
        accesses.add(key(tenant, account.user(), "\\\\new.example\\popular"));
      }
    }
    Map<Integer, List<String>> shares = new HashMap<>();
    for (Share share : tenant.shares()) {
      if (share.kind() == Share.Kind.DEPARTMENT || share.kind() == Share.Kind.TEAM) {
        shares.computeIfAbsent(share.department(), d -> new ArrayList<>()).add(share.resource());
      }
    }
    List<String> ofDepartment =
        shares.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    for (int joiner = 0; joiner < JOINERS; joiner++) {
      for (int share = 0; share < Math.min(SHARES_OF_A_JOINER, ofDepartment.size()); share++) {
        accesses.add(
            key(
                tenant,
                "joiner-" + joiner,
                ofDepartment.get((joiner + share) % ofDepartment.size())));
      }
    }
    return accesses;
  }

  private static TenantModel model(SampleTenant tenant) {
    AccessMatrixBuilder matrix = new AccessMatrixBuilder(tenant.identity().tenantId());
    tenant
        .trainingAccesses()
        .forEach(
            access ->
                matrix.add(
                    access.key().user(),
                    access.key().resource(),
                    access.count(),
                    Likelihood.of(access.count(), access.first(), access.last())));
    return Algorithms.train(matrix.build(), TrainingParameters.DEFAULT, 2);
  }

  private static List<AccessKey> ranked(TenantModel model, Set<AccessKey> accesses) {
    AccessScorer scorer = new AccessScorer(model);
    Map<AccessKey, Double> scores = new HashMap<>();
    List<AccessKey> unseen = new ArrayList<>();
    for (AccessKey access : accesses) {
      Optional<ScoredAccess> scored = scorer.score(access.user(), access.resource());
      if (scored.isEmpty()) {
        unseen.add(access);
      } else if (scored.get().reason() != Reason.SEEN_BEFORE) {
        scores.put(access, scored.get().score());
      }
    }
    List<ScoredAccess> ofUnseen = new UnseenAccessScorer(model).score(unseen);
    for (int i = 0; i < unseen.size(); i++) {
      scores.put(unseen.get(i), ofUnseen.get(i).score());
    }
    return scores.keySet().stream()
        .sorted(
            Comparator.comparingDouble((AccessKey access) -> -scores.get(access))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static AccessKey key(SampleTenant tenant, String user, String resource) {
    return new AccessKey(tenant.identity().tenantId(), user, resource);
  }
}
