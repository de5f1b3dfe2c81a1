package dev.byoml.model.learn;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.byoml.model.access.Side;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.enrich.Enrichment.Entry;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupPriorTest {
  /** Ann touches one share, Bob two; both of them, but not Cid, are of one department. */
  private static final AccessMatrix ACCESSES =
      new AccessMatrixBuilder("t")
          .add("ann", "s1", 1, 1)
          .add("bob", "s1", 1, 1)
          .add("bob", "s2", 1, 1)
          .add("cid", "s2", 1, 1)
          .build();

  private static final double[] USERS = {2, 0, 0, 3, 0, 5};

  @Test
  void theNewDirectionIsTheMeanOfTheOwnAccessesAndTheGroups() {
    double[] moved = GroupPrior.of(ACCESSES, 2, USERS, groups(2));
    // the group's direction is (1, 1) / sqrt(2); ann: 1·(1, 0) + 2·(1, 1) / sqrt(2)
    double x = 1 + Math.sqrt(2);
    double y = Math.sqrt(2);
    assertThat(moved[1] / moved[0], closeTo(y / x, 1e-12));
  }

  @Test
  void lengthsStay() {
    double[] moved = GroupPrior.of(ACCESSES, 2, USERS, groups(2));
    assertThat(Math.hypot(moved[0], moved[1]), closeTo(2, 1e-12));
    assertThat(Math.hypot(moved[2], moved[3]), closeTo(3, 1e-12));
  }

  @Test
  void aUserOfMoreAccessesIsMovedLess() {
    double[] moved = GroupPrior.of(ACCESSES, 2, USERS, groups(2));
    double annsAngle = Math.atan2(moved[1], moved[0]);
    double bobsAngle = Math.PI / 2 - Math.atan2(moved[3], moved[2]);
    assertThat(annsAngle, greaterThan(bobsAngle));
    assertThat(bobsAngle, greaterThan(0.0));
  }

  @Test
  void aUserWithoutAGroupStays() {
    double[] moved = GroupPrior.of(ACCESSES, 2, USERS, groups(2));
    assertThat(new double[] {moved[4], moved[5]}, is(new double[] {0, 5}));
  }

  @Test
  void colleaguesBecomeLessAnomalousOnEachOthersShares() {
    AccessMatrix accesses = Organisations.threeDepartments(true);
    PeerGroups together =
        new PeerGroups(
            Enrichment.of(
                List.of(
                    department("finance-user-0", "shared"), department("legal-user-0", "shared"))),
            "department",
            20);
    TenantModel apart = Organisations.model(Affinity.COSINE, true);
    TenantModel model =
        TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(
                new Factorization(apart.userFactors(), apart.resourceFactors(), List.of())),
            apart.parameters(),
            together);
    assertThat(
        affinity(apart, "finance-user-0", "legal-share-0"),
        lessThan(affinity(model, "finance-user-0", "legal-share-0")));
  }

  private static double affinity(TenantModel model, String user, String resource) {
    return model.affinity().of(model.user(user), model.resource(resource));
  }

  private static PeerGroups groups(double strength) {
    return new PeerGroups(
        Enrichment.of(List.of(department("ann", "x"), department("bob", "x"))),
        "department",
        strength);
  }

  private static Entry department(String user, String name) {
    return new Entry(Side.USER, null, user, Map.of("department", name));
  }
}
