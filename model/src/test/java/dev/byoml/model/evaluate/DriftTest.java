package dev.byoml.model.evaluate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.evaluate.Drift.Change;
import dev.byoml.model.evaluate.Drift.Regrouping;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftTest {
  @Test
  void findsNothingBetweenAModelAndItself() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    Drift drift = Drift.of("acme", Optional.of(model), Optional.of(model));
    assertThat(drift.users(), is(new Change(30, 0, 0, List.of(), List.of())));
    assertThat(drift.resources(), is(new Change(16, 0, 0, List.of(), List.of())));
    assertThat(drift.accesses(), is(new Change(180, 0, 0, List.of(), List.of())));
    assertThat(drift.pearson(), is(closeTo(1, 1e-12)));
    assertThat(drift.spearman(), is(closeTo(1, 1e-12)));
    assertThat(drift.communities().split(), is(0));
    assertThat(drift.communities().merged(), is(0));
  }

  @Test
  void namesWhatIsNewAndGone() {
    Drift drift =
        between(
            model(new double[] {1, 2, 3}, "a:x", "b:x", "c:y"),
            model(new double[] {1, 2, 3}, "b:x", "c:y", "d:z"));
    assertThat(drift.users(), is(new Change(2, 1, 1, List.of("d"), List.of("a"))));
    assertThat(drift.resources(), is(new Change(2, 1, 0, List.of("z"), List.of())));
    assertThat(drift.accesses(), is(new Change(2, 1, 1, List.of(), List.of())));
  }

  @Test
  void tellsAMonotonousChangeFromALinearOne() {
    TenantModel before = model(new double[] {1, 2, 3, 4}, "a:x", "b:x", "c:x", "d:x");
    Drift drift = between(before, model(new double[] {1, 2, 3, 40}, "a:x", "b:x", "c:x", "d:x"));
    assertThat(drift.spearman(), is(closeTo(1, 1e-12)));
    // By hand: covariance 59 / 4 over deviations sqrt(5 / 4) and sqrt(1085 / 4).
    assertThat(drift.pearson(), is(closeTo(59 / Math.sqrt(5 * 1085), 1e-6)));
  }

  @Test
  void findsScoresThatTurnedAround() {
    Drift drift =
        between(
            model(new double[] {1, 2, 3}, "a:x", "b:x", "c:x"),
            model(new double[] {3, 2, 1}, "a:x", "b:x", "c:x"));
    assertThat(drift.spearman(), is(closeTo(-1, 1e-12)));
  }

  @Test
  void findsACommunityThatCameApart() {
    Drift drift =
        between(
            model(new double[] {1, 2, 3}, "a:x", "b:x", "c:x"),
            model(new double[] {1, 2, 3}, "a:x", "b:x", "c:y"));
    assertThat(drift.communities().before(), is(1));
    assertThat(drift.communities().after(), is(2));
    assertThat(drift.communities().split(), is(1));
    assertThat(drift.communities().merged(), is(0));
    assertThat(
        drift.communities().largest(), contains(new Regrouping("split", 3, List.of(2, 1), "a")));
  }

  @Test
  void findsCommunitiesThatBecameOne() {
    Drift drift =
        between(
            model(new double[] {1, 2, 3}, "a:x", "b:x", "c:y"),
            model(new double[] {1, 2, 3}, "a:x", "b:x", "c:x"));
    assertThat(
        drift.communities().largest(), contains(new Regrouping("merged", 3, List.of(2, 1), "a")));
    assertThat(drift.communities().merged(), is(1));
  }

  @Test
  void countsATenantThatOnlyTheNewModelKnows() {
    Drift drift =
        Drift.of("acme", Optional.empty(), Optional.of(Organisations.model(Affinity.DOT, false)));
    assertThat(drift.users().added(), is(30));
    assertThat(drift.accesses().added(), is(150));
    assertThat(drift.communities().after(), is(3));
    assertThat(drift.pearson(), is(nullValue()));
  }

  @Test
  void hasNoCorrelationOfScoresThatAreAllAlike() {
    TenantModel model = model(new double[] {1, 1}, "a:x", "b:x");
    assertThat(between(model, model).pearson(), is(nullValue()));
    assertThat(between(model, model).spearman(), is(nullValue()));
  }

  @Test
  void findsMoreDriftAfterAReorganisationThanAfterNone() {
    TenantModel before = Organisations.model(Affinity.COSINE, true);
    TenantModel other = Organisations.model(Affinity.COSINE, false);
    double same = Drift.of("acme", Optional.of(before), Optional.of(before)).pearson();
    Drift drift = between(before, other);
    assertThat(drift.communities().split(), is(greaterThan(0)));
    assertThat(drift.pearson() == null || drift.pearson() < same, is(true));
    assertThat(drift.accesses().gone(), is(greaterThan(0)));
    assertThat(drift.accesses().shared(), is(lessThan(180)));
  }

  private static Drift between(TenantModel before, TenantModel after) {
    return Drift.of("acme", Optional.of(before), Optional.of(after));
  }

  /** Accesses "user:resource", of users whose only factor is given; every resource's is 1. */
  private static TenantModel model(double[] userFactors, String... accesses) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("acme");
    for (String access : accesses) {
      builder.add(access.split(":")[0], access.split(":")[1], 1, 1);
    }
    AccessMatrix matrix = builder.build();
    double[] ones = new double[matrix.resources().size()];
    Arrays.fill(ones, 1);
    TrainingParameters parameters =
        new TrainingParameters(
            TrainingParameters.CLASSIC.als(),
            TrainingParameters.CLASSIC.likelihood(),
            Affinity.DOT);
    return TenantModelFactory.create(
        matrix,
        LearnedModel.ofFactors(
            new Factorization(
                Factors.rounded(1, userFactors), Factors.rounded(1, ones), List.of())),
        parameters);
  }
}
