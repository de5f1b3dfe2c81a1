package dev.byoml.pipelines.cli;

import dev.byoml.transforms.source.list.ReadingOptions;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings that a runner needs in production and that its own defaults do not give. */
final class RunnerDefaults {
  /** Set by spark-submit, together with the jars that executors get. */
  private static final String MASTER_OF_SPARK_SUBMIT = "spark.master";

  /** So that a core that is done takes part of what is left. */
  private static final int READERS_OF_A_CORE = 2;

  private RunnerDefaults() {}

  /**
   * The arguments and, after them, what the command and the runner they name need. A setting that
   * the user gave stays.
   *
   * <ul>
   *   <li>The DirectRunner becomes a worker instead of a test bench: no copy of every element to
   *       see whether a function changed it, and {@code run()} returns at once, so that progress
   *       can be shown. It reads the input in few bundles: with each that ends it copies again what
   *       all before have shuffled.
   *   <li>The SparkRunner uses all cores of this machine, unless spark-submit or the user named a
   *       master.
   *   <li>The FlinkRunner hands elements on without copying them, which Beam's rule that a function
   *       must not change its input makes safe.
   *   <li>Of a run that is not waited for, Flink's client does not wait either.
   *   <li>A cluster that is named on the command line gets the bundle, and not all of the class
   *       path, which holds the engine as well.
   * </ul>
   */
  static String[] addedTo(Command<?> command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    String runner = valueOf(all, "--runner=").orElse("DirectRunner");
    String name = runner.substring(runner.lastIndexOf('.') + 1);
    command.settings(name, List.of(arguments)).forEach(setting -> addUnlessGiven(all, setting));
    switch (name) {
      case "DirectRunner" -> {
        addUnlessGiven(all, "--enforceImmutability=false");
        addUnlessGiven(all, "--enforceEncodability=false");
        addUnlessGiven(all, "--blockOnRun=false");
        if (ReadingOptions.class.isAssignableFrom(command.optionsType())) {
          addUnlessGiven(all, "--readers=" + READERS_OF_A_CORE * parallelism(all));
        }
      }
      case "SparkRunner" -> {
        if (System.getProperty(MASTER_OF_SPARK_SUBMIT) == null) {
          // Not local[*], which Beam takes for a cluster.
          addUnlessGiven(
              all, "--sparkMaster=local[%d]".formatted(Runtime.getRuntime().availableProcessors()));
          stageBundleUnlessLocal(all, valueOf(all, "--sparkMaster=").orElseThrow(), "local");
        }
      }
      case "FlinkRunner" -> {
        addUnlessGiven(all, "--fasterCopy=true");
        if (valueOf(all, "--wait=").filter("false"::equals).isPresent()) {
          addUnlessGiven(all, "--attachedMode=false");
        }
        stageBundleUnlessLocal(all, valueOf(all, "--flinkMaster=").orElse("[auto]"), "[");
      }
      default -> {
        // Nothing is known of other runners.
      }
    }
    return all.toArray(String[]::new);
  }

  private static int parallelism(List<String> arguments) {
    return valueOf(arguments, "--targetParallelism=")
        .filter(number -> number.matches("[1-9]\\d{0,3}"))
        .map(Integer::parseInt)
        .orElse(Runtime.getRuntime().availableProcessors());
  }

  private static void stageBundleUnlessLocal(
      List<String> arguments, String master, String startOfLocal) {
    if (!master.startsWith(startOfLocal)) {
      bundle().ifPresent(jar -> addUnlessGiven(arguments, "--filesToStage=" + jar));
    }
  }

  private static Optional<Path> bundle() {
    CodeSource source = RunnerDefaults.class.getProtectionDomain().getCodeSource();
    try {
      return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of a class on disk is a URI", e);
    }
  }

  private static Optional<String> valueOf(List<String> arguments, String name) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name))
        .map(argument -> argument.substring(name.length()))
        .reduce((earlier, later) -> later);
  }

  private static void addUnlessGiven(List<String> arguments, String setting) {
    String name = setting.substring(0, setting.indexOf('=') + 1);
    if (valueOf(arguments, name).isEmpty()) {
      arguments.add(setting);
    }
  }
}
