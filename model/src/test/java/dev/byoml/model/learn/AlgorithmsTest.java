package dev.byoml.model.learn;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.InputCounts;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.explain.Explainer;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.ModelWriter;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.store.TenantModelSerializer;
import dev.byoml.model.store.TenantModelWriter;
import dev.byoml.model.store.TrainingRun;
import dev.byoml.model.store.file.LocalModelFolder;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlgorithmsTest {
  private static final AccessMatrix LINKED = Organisations.threeDepartments(true);
  private static final AccessMatrix APART = Organisations.threeDepartments(false);
  private static final TrainingParameters POPULARITY =
      TrainingParameters.DEFAULT.withAlgorithm(new AlgorithmSettings("popularity", Map.of()));

  @Test
  void findsTheBuiltInAlgorithmsAndThoseOnTheClassPath() {
    assertThat(Algorithms.all().keySet(), hasItems("als", "poisson", "popularity"));
  }

  @Test
  void saysWhichAlgorithmsThereAreWhereOneIsMissing() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Algorithms.named("svd"));
    assertThat(
        error.getMessage(),
        is(
            "there is no algorithm svd on the class path, only als, auto, ease, poisson,"
                + " popularity, walk"));
  }

  @Test
  void alternatingLeastSquaresIsOneOfTheAlgorithms() {
    TrainingParameters parameters = TrainingParameters.DEFAULT;
    TenantModel direct =
        TenantModelFactory.create(
            LINKED,
            LearnedModel.ofFactors(
                AlternatingLeastSquares.factorize(
                    LINKED.tenant(),
                    LINKED.users(),
                    LINKED.resources(),
                    parameters.likelihood().apply(LINKED.likelihoods()),
                    parameters.als(),
                    1)),
            parameters);
    assertThat(Algorithms.train(LINKED, parameters, 2).contentDigest(), is(direct.contentDigest()));
  }

  @Test
  void theAffinitiesOfAnyAlgorithmAreStandardised() {
    TenantModel model = Algorithms.train(LINKED, POPULARITY, 1);
    // 150 accesses of shares with 10 users each and 30 of the one with 30 users
    assertThat(model.standardization().mean(), closeTo((150 * 10 + 30 * 30) / 180.0, 1e-12));
    assertThat(score(model, "finance-user-0", "legal-share-0").score(), greaterThan(0.0));
    assertThat(score(model, "finance-user-0", "common").reason(), is(Reason.SEEN_BEFORE));
  }

  @Test
  void anAlgorithmMaySayThatCommunitiesDoNotMatterToIt() {
    TenantModel model = Algorithms.train(APART, POPULARITY, 1);
    ScoredAccess across = score(model, "finance-user-0", "legal-share-0");
    assertThat(across.reason(), is(Reason.OTHER_COMMUNITY));
    assertThat(across.score(), is(lessThanOrEqualTo(model.standardization().ceiling())));
    assertThat(
        score(
                Organisations.model(model.parameters().affinity(), false),
                "finance-user-0",
                "legal-share-0")
            .reason(),
        is(Reason.OTHER_COMMUNITY));
  }

  @Test
  void whatAnAlgorithmSaysOfAPairStandsInTheExplanation() throws IOException {
    TenantModel model = Algorithms.train(LINKED, POPULARITY, 1);
    String explanation =
        new Explainer(model)
            .explain(
                "finance-user-0", "legal-share-0", score(model, "finance-user-0", "legal-share-0"));
    assertThat(
        new ObjectMapper().readTree(explanation).get("algorithmNote").asText(),
        is("10 users touch it"));
  }

  @Test
  void aModelWithAnAlgorithmsOwnBytesIsTheSameAfterItWasSent() throws IOException {
    TenantModel model = Algorithms.train(LINKED, POPULARITY, 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TenantModelSerializer.write(model, out);
    TenantModel read = TenantModelSerializer.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(read.contentDigest(), is(model.contentDigest()));
    assertThat(
        score(read, "finance-user-0", "legal-share-0"),
        is(score(model, "finance-user-0", "legal-share-0")));
  }

  @Test
  void aModelWithAnAlgorithmsOwnBytesIsTheSameAfterItWasStored(@TempDir Path folder)
      throws IOException {
    TenantModel model = Algorithms.train(LINKED, POPULARITY, 1);
    write(folder, model);
    TenantModel read = read(folder);
    assertThat(read.contentDigest(), is(model.contentDigest()));
    assertThat(
        score(read, "finance-user-0", "legal-share-0"),
        is(score(model, "finance-user-0", "legal-share-0")));
  }

  @Test
  void refusesAModelWhoseAlgorithmIsNotOnTheClassPath(@TempDir Path folder) throws IOException {
    AlgorithmSettings departed = new AlgorithmSettings("departed", Map.of());
    write(folder, Algorithms.train(LINKED, POPULARITY, 1), POPULARITY.withAlgorithm(departed));
    ModelException error = assertThrows(ModelException.class, () -> read(folder));
    assertThat(
        error.getMessage(), containsString("there is no algorithm departed on the class path"));
  }

  @Test
  void theAlgorithmBelongsToTheIdOfAModel() throws IOException {
    TenantModel model = Algorithms.train(LINKED, POPULARITY, 1);
    TenantModel other = Algorithms.train(LINKED, Algorithms.named("poisson").defaults(), 1);
    assertThat(other.contentDigest(), is(not(model.contentDigest())));
  }

  private static ScoredAccess score(TenantModel model, String user, String resource) {
    return new AccessScorer(model).score(user, resource).orElseThrow();
  }

  private static void write(Path folder, TenantModel model) throws IOException {
    write(folder, model, model.parameters());
  }

  private static void write(Path folder, TenantModel model, TrainingParameters parameters)
      throws IOException {
    LocalModelFolder local = new LocalModelFolder(folder);
    ModelWriter.finish(
        local,
        List.of(TenantModelWriter.write(local, model)),
        new TrainingRun(
            null,
            null,
            new TemplateSource("file-share-access", ""),
            parameters,
            new InputCounts(1, 1, 0, 0, new TreeMap<>(), new TreeMap<>())));
  }

  private static TenantModel read(Path folder) throws IOException {
    return ModelReader.open(new LocalModelFolder(folder)).tenant("acme").orElseThrow();
  }
}
