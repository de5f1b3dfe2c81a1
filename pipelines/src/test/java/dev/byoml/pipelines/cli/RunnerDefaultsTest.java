package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.pipelines.train.TrainCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunnerDefaultsTest {
  @Test
  void makesAWorkerOfTheDirectRunner() {
    assertThat(
        added("--targetParallelism=4"),
        hasItems(
            "--enforceImmutability=false", "--enforceEncodability=false", "--blockOnRun=false"));
  }

  @Test
  void letsEachCoreOfTheDirectRunnerReadTwoBundles() {
    assertThat(added("--targetParallelism=4"), hasItem("--readers=8"));
    assertThat(added(), hasItem(matchesPattern("--readers=\\d+")));
    assertThat(added("--targetParallelism=many"), hasItem(matchesPattern("--readers=\\d+")));
  }

  @Test
  void keepsWhatTheUserGave() {
    assertThat(
        added("--runner=DirectRunner", "--blockOnRun=true"), not(hasItem("--blockOnRun=false")));
  }

  @Test
  void givesSparkAllCoresOfThisMachine() {
    assertThat(
        added("--runner=SparkRunner"), hasItem(matchesPattern("--sparkMaster=local\\[\\d+]")));
  }

  @Test
  void leavesTheMasterToSparkSubmit() {
    System.setProperty("spark.master", "spark://127.0.0.1:7077");
    try {
      assertThat(added("--runner=SparkRunner").size(), is(1));
    } finally {
      System.clearProperty("spark.master");
    }
  }

  @Test
  void knowsARunnerByItsFullName() {
    assertThat(
        added("--runner=org.apache.beam.runners.spark.SparkRunner"),
        hasItem(startsWith("--sparkMaster=")));
  }

  @Test
  void leavesTheMasterToFlink() {
    assertThat(
        added("--runner=FlinkRunner"),
        containsInAnyOrder("--runner=FlinkRunner", "--fasterCopy=true"));
  }

  @Test
  void letsFlinksClientGoWhereTheCommandDoesNotWait() {
    assertThat(added("--runner=FlinkRunner", "--wait=false"), hasItem("--attachedMode=false"));
  }

  private static List<String> added(String... arguments) {
    return List.of(RunnerDefaults.addedTo(new TrainCommand(), arguments));
  }
}
