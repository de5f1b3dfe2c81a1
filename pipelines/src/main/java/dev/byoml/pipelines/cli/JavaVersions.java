package dev.byoml.pipelines.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * On which versions of Java the runners run: those that their projects support, from 17 on, for
 * which this is compiled.
 */
final class JavaVersions {
  private static final Map<String, List<Integer>> SUPPORTED =
      Map.of(
          "DirectRunner", List.of(17, 21),
          "SparkRunner", List.of(17),
          "FlinkRunner", List.of(17));

  private JavaVersions() {}

  /**
   * Checks that a runner runs on a version of Java.
   *
   * @param runner simple name of the runner; others than ours are not known
   * @throws UsageException if it does not
   */
  static void check(String runner, int version) {
    List<Integer> supported = SUPPORTED.get(runner);
    if (supported != null && !supported.contains(version)) {
      throw new UsageException(
          "the %s does not run on Java %d: set JAVA_HOME to a Java %s"
              .formatted(
                  runner,
                  version,
                  supported.stream().map(String::valueOf).collect(Collectors.joining(" or "))));
    }
  }
}
