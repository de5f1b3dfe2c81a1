package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Spark's standalone cluster on the loopback interface, on ports that are free: a master and
 * workers, each a process of its own, which start executors as processes of their own.
 */
final class SparkCluster implements Cluster {
  private static final Pattern MASTER =
      Pattern.compile("Starting Spark master at (spark://[^\\s]+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with master (\\S+)");

  private final Path folder;
  private final Path home;
  private final List<ServerProcess> workers = new ArrayList<>();
  private ServerProcess master;
  private String masterUrl;

  private SparkCluster(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("spark");
  }

  /** Starts a master and two workers with a core each; their files and logs go to a new folder. */
  static SparkCluster start(Path folder) throws IOException, InterruptedException {
    SparkCluster cluster = new SparkCluster(folder);
    try {
      Installation.makeHome(
          cluster.home, "spark", "jars", "spark-submit", "org.apache.spark.deploy.SparkSubmit");
      cluster.master =
          cluster.launch(
              "master",
              "org.apache.spark.deploy.master.Master",
              List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
      cluster.masterUrl = cluster.master.awaitLine(MASTER);
      cluster.startWorker();
      cluster.startWorker();
      for (ServerProcess worker : cluster.workers) {
        worker.awaitLine(REGISTERED);
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public void addWorker() throws IOException, InterruptedException {
    startWorker().awaitLine(REGISTERED);
  }

  private ServerProcess startWorker() throws IOException {
    String name = "worker-" + (workers.size() + 1);
    ServerProcess worker =
        launch(
            name,
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                "127.0.0.1",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve(name + "-work").toString(),
                "--webui-port",
                "0",
                masterUrl));
    workers.add(worker);
    return worker;
  }

  @Override
  public Engine engine() {
    return new Engine(
        "Spark cluster",
        List.of(
            Installation.script("submit-spark.sh"),
            "--master",
            masterUrl,
            "--executor-memory",
            "600m",
            "--conf",
            "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "--"),
        List.of(),
        environment());
  }

  /** The executors, which the workers start for each run. */
  @Override
  public List<ProcessHandle> workerProcesses() {
    return workers.stream().flatMap(worker -> worker.handle().descendants()).toList();
  }

  /** Ends an executor together with its worker. */
  @Override
  public void kill(ProcessHandle executor) throws InterruptedException {
    for (ServerProcess worker : workers) {
      if (worker.handle().descendants().anyMatch(executor::equals)) {
        worker.kill();
        return;
      }
    }
    throw new IllegalStateException("no worker has an executor " + executor.pid());
  }

  @Override
  public void close() throws InterruptedException {
    for (ServerProcess worker : workers) {
      worker.close();
    }
    if (master != null) {
      master.close();
    }
  }

  private ServerProcess launch(String name, String mainClass, List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(ServerProcess.java());
    words.add("-Xmx256m");
    words.add("-XX:+UseSerialGC");
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-cp");
    words.add(Installation.classPath(home, "jars"));
    words.add(mainClass);
    words.addAll(arguments);
    return ServerProcess.start(
        folder.resolve("logs").resolve(name + ".log"), folder, environment(), words);
  }

  private Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_CONF_DIR",
        home.resolve("conf").toString(),
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "SPARK_SCALA_VERSION",
        "2.12");
  }
}
