package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.pipelines.score.ScoringPipeline;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.metrics.RunTrust;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.parse.ParsedLine;
import dev.byoml.transforms.score.SelectAnomalies;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph of {@code score}, as any runner gets it. */
class ScoringGraphTest {
  @TempDir Path folder;

  @Test
  void shufflesNoEventBeforeItIsAddedUp() throws IOException {
    assertThat(
        groupings(coder -> holds(coder, ParsedLine.class) || holds(coder, SourceLine.class)),
        empty());
  }

  @Test
  void addsUpEachAccessByOneShuffle() throws IOException {
    assertThat(
        groupings(coder -> holds(coder, "SummaryPart")), contains("1 Read accesses/Group by user"));
  }

  /** Spark keeps all elements of a step with several outputs, or makes them anew for each. */
  @Test
  void givesNoStepBeforeThatShuffleSeveralOutputs() throws IOException {
    Map<String, Integer> outputs = new TreeMap<>();
    visit(
        node -> {
          if (node.getFullName().startsWith("1 Read accesses/")) {
            outputs.put(node.getFullName(), node.getOutputs().size());
          }
        });
    outputs.keySet().removeIf(step -> step.startsWith("1 Read accesses/Add up bundles"));
    assertThat(outputs.keySet(), hasItem(startsWith("1 Read accesses/Read and add up/")));
    assertThat(outputs.values(), everyItem(is(1)));
  }

  @Test
  void shufflesOfScoredAccessesThoseAloneThatTheModelDoesNotKnow() throws IOException {
    assertThat(groupings(coder -> holds(coder, AccessSummary.class)), empty());
    assertThat(
        groupings(coder -> holds(coder, byte[].class)).stream()
            .filter(step -> step.startsWith("2 "))
            .toList(),
        contains("2 Score accesses/Gather the unseen/Group"));
  }

  /** Names of the shuffles of elements of such a coder. */
  private List<String> groupings(Predicate<Coder<?>> ofElements) throws IOException {
    List<String> names = new ArrayList<>();
    visit(
        node -> {
          if (node.getTransform() instanceof GroupByKey) {
            PCollection<?> input = (PCollection<?>) node.getInputs().values().iterator().next();
            if (ofElements.test(input.getCoder())) {
              names.add(node.getFullName());
            }
          }
        });
    return names;
  }

  private void visit(Consumer<TransformHierarchy.Node> visitor) throws IOException {
    Pipeline pipeline = Pipeline.create();
    ScoringPipeline.compose(pipeline, settings());
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            visitor.accept(node);
          }
        });
  }

  private ScoringPipeline.Settings settings() throws IOException {
    Path input = Files.writeString(folder.resolve("events.jsonl"), "");
    return new ScoringPipeline.Settings(
        input.toString(),
        TimeRange.ALL,
        Templates.load(Templates.DEFAULT),
        new ModelReference(folder.resolve("model").toString(), "id"),
        SelectAnomalies.all(),
        Verdicts.NONE,
        Enrichment.NONE,
        folder.resolve("results").toString(),
        Optional.of(folder.resolve("results").toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RunTrust.EVERY_RUN);
  }

  private static boolean holds(Coder<?> coder, Class<?> type) {
    return holds(coder, type.getSimpleName());
  }

  private static boolean holds(Coder<?> coder, String type) {
    return coder.getEncodedTypeDescriptor().getRawType().getSimpleName().equals(type)
        || coder.getCoderArguments().stream().anyMatch(part -> holds(part, type));
  }
}
