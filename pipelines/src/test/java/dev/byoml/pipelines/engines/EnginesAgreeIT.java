package dev.byoml.pipelines.engines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training and scoring leave the same files, byte for byte, whatever engine they run on. */
class EnginesAgreeIT {
  private static final Path FOLDER = Installation.emptyFolder(EnginesAgreeIT.class);
  private static Story story;
  private static Outcome onDirectRunner;

  @BeforeAll
  static void runOnTheDirectRunner() throws Exception {
    story = Story.ofSmallSample().withLargeSideData(FOLDER.resolve("side-data"));
    onDirectRunner =
        story.run(Engine.onThisMachine("Direct", "DirectRunner"), FOLDER.resolve("direct"));
  }

  @Test
  void sparkOnOneMachineDoesAsTheDirectRunner() throws Exception {
    Engine spark = Engine.onThisMachine("Spark local", "SparkRunner");
    assertThat(story.run(spark, FOLDER.resolve("spark-local")), is(onDirectRunner));
  }

  @Test
  void flinkOnOneMachineDoesAsTheDirectRunner() throws Exception {
    Engine flink = Engine.onThisMachine("Flink local", "FlinkRunner");
    assertThat(story.run(flink, FOLDER.resolve("flink-local")), is(onDirectRunner));
  }

  @Test
  void aSparkClusterDoesAsTheDirectRunner() throws Exception {
    try (SparkCluster cluster = SparkCluster.start(FOLDER.resolve("spark-cluster"))) {
      assertThat(
          story.run(cluster.engine(), FOLDER.resolve("on-spark-cluster")), is(onDirectRunner));
    }
  }

  @Test
  void aFlinkClusterDoesAsTheDirectRunner() throws Exception {
    try (FlinkCluster cluster = FlinkCluster.start(FOLDER.resolve("flink-cluster"))) {
      assertThat(
          story.run(cluster.engine(), FOLDER.resolve("on-flink-cluster")), is(onDirectRunner));
    }
  }
}
