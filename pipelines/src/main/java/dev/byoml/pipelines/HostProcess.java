package dev.byoml.pipelines;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * The process that a command runs in: its own, which ends with it, or somebody else's, which lends
 * it a Spark context and goes on, as a job of Databricks does. {@code --usesProvidedSparkContext}
 * says which.
 */
final class HostProcess {
  private static final String OPTION = "--usesProvidedSparkContext";

  private HostProcess() {}

  /** Whether the process is somebody else's. */
  static boolean isForeign(String... arguments) {
    return List.of(arguments).stream()
        .anyMatch(argument -> argument.equals(OPTION) || argument.equals(OPTION + "=true"));
  }

  /**
   * Hands the Spark context of this process to Beam, which does not stop it. By reflection, because
   * this class is in bundles without Spark as well.
   *
   * @throws IllegalStateException if this bundle or this process has no Spark
   */
  static void lendSparkContext() {
    try {
      Class<?> context = Class.forName("org.apache.spark.SparkContext");
      Class<?> javaContext = Class.forName("org.apache.spark.api.java.JavaSparkContext");
      Class<?> beam =
          Class.forName("org.apache.beam.runners.spark.translation.SparkContextFactory");
      Object running = context.getMethod("getOrCreate").invoke(null);
      beam.getMethod("setProvidedSparkContext", javaContext)
          .invoke(null, javaContext.getMethod("fromSparkContext", context).invoke(null, running));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          OPTION + " needs the bundle byoml-bundled-spark.jar in a process that has Spark", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          OPTION + " needs a process that has a Spark context: " + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(OPTION + " does not fit this version of Spark", e);
    }
  }
}
