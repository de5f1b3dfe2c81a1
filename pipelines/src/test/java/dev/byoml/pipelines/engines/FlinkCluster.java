package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Flink's session cluster on the loopback interface, on ports that are free: a JobManager and
 * TaskManagers, each a process of its own.
 */
final class FlinkCluster implements Cluster {
  private static final Pattern REST = Pattern.compile("Rest endpoint listening at ([^\\s]+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successful registration at resource manager (\\S+)");

  private final Path folder;
  private final Path home;
  private final List<ServerProcess> taskManagers = new ArrayList<>();
  private ServerProcess jobManager;
  private String restAddress;

  private FlinkCluster(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("flink");
  }

  /** Starts a JobManager and two TaskManagers of two slots; all files go to a new folder. */
  static FlinkCluster start(Path folder) throws IOException, InterruptedException {
    return start(folder, List.of());
  }

  /** The same where a run that has lost a TaskManager begins again. */
  static FlinkCluster startWithRetry(Path folder) throws IOException, InterruptedException {
    return start(
        folder,
        List.of(
            "restart-strategy.type: fixed-delay",
            "restart-strategy.fixed-delay.attempts: 3",
            "restart-strategy.fixed-delay.delay: 1 s"));
  }

  /**
   * The same for graphs of many exchanges, such as a factorization in blocks: each exchange takes a
   * few buffers of the network's memory and not 512 of them.
   */
  static FlinkCluster startForManyExchanges(Path folder) throws IOException, InterruptedException {
    return start(folder, List.of("taskmanager.network.sort-shuffle.min-parallelism: 1000"));
  }

  private static FlinkCluster start(Path folder, List<String> configuration)
      throws IOException, InterruptedException {
    FlinkCluster cluster = new FlinkCluster(folder);
    try {
      Installation.makeHome(
          cluster.home, "flink", "lib", "flink", "org.apache.flink.client.cli.CliFrontend");
      cluster.configure(configuration);
      cluster.jobManager =
          cluster.launch(
              "job-manager",
              List.of("-Xmx512m"),
              "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
              List.of());
      cluster.restAddress = cluster.jobManager.awaitLine(REST);
      cluster.startTaskManager();
      cluster.startTaskManager();
      for (ServerProcess taskManager : cluster.taskManagers) {
        taskManager.awaitLine(REGISTERED);
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public void addWorker() throws IOException, InterruptedException {
    startTaskManager().awaitLine(REGISTERED);
  }

  private ServerProcess startTaskManager() throws IOException {
    String name = "task-manager-" + (taskManagers.size() + 1);
    ServerProcess taskManager =
        launch(
            name,
            List.of("-Xmx512m", "-XX:MaxDirectMemorySize=448m", "-XX:MaxMetaspaceSize=256m"),
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            List.of("-D", "taskmanager.resource-id=" + name));
    taskManagers.add(taskManager);
    return taskManager;
  }

  @Override
  public Engine engine() {
    return submitting();
  }

  /** Flink's own client, with more of its options. */
  Engine submitting(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(Installation.script("submit-flink.sh"), "-m", restAddress, "-p", "2"));
    words.addAll(List.of(options));
    words.add("--");
    return new Engine("Flink cluster", words, List.of(), environment());
  }

  /** Our own command line as the client, with more options. */
  Engine commandLine(String... options) {
    List<String> words =
        new ArrayList<>(List.of("--runner=FlinkRunner", "--flinkMaster=" + restAddress));
    words.addAll(List.of(options));
    return new Engine(
        "Flink cluster",
        List.of(Installation.script("byoml")),
        words,
        Map.of("BYOML_JAVA_OPTIONS", "-Xmx1g -XX:TieredStopAtLevel=1"));
  }

  /** Host and port of its web service. */
  String restAddress() {
    return restAddress;
  }

  /** The TaskManagers. */
  @Override
  public List<ProcessHandle> workerProcesses() {
    return taskManagers.stream().map(ServerProcess::handle).filter(ProcessHandle::isAlive).toList();
  }

  @Override
  public void kill(ProcessHandle process) throws InterruptedException {
    for (ServerProcess taskManager : taskManagers) {
      if (taskManager.handle().equals(process)) {
        taskManager.kill();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (ServerProcess taskManager : taskManagers) {
      taskManager.close();
    }
    if (jobManager != null) {
      jobManager.close();
    }
  }

  private void configure(List<String> more) throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    List<String> lines =
        new ArrayList<>(
            List.of(
                "jobmanager.rpc.address: 127.0.0.1",
                "jobmanager.rpc.port: " + freePort(),
                "jobmanager.bind-host: 127.0.0.1",
                "jobmanager.memory.process.size: 1g",
                "rest.address: 127.0.0.1",
                "rest.bind-address: 127.0.0.1",
                "rest.bind-port: \"0\"",
                "taskmanager.host: 127.0.0.1",
                "taskmanager.bind-host: 127.0.0.1",
                "taskmanager.numberOfTaskSlots: 2",
                // A shell script of the distribution would work these out.
                "taskmanager.cpu.cores: 2",
                "taskmanager.memory.framework.heap.size: 128m",
                "taskmanager.memory.task.heap.size: 384m",
                "taskmanager.memory.framework.off-heap.size: 128m",
                "taskmanager.memory.task.off-heap.size: 64m",
                "taskmanager.memory.managed.size: 128m",
                "taskmanager.memory.network.min: 256m",
                "taskmanager.memory.network.max: 256m",
                "taskmanager.memory.jvm-metaspace.size: 256m",
                "taskmanager.memory.jvm-overhead.min: 192m",
                "taskmanager.memory.jvm-overhead.max: 192m",
                // So that a TaskManager that was killed is missed within a few seconds.
                "heartbeat.interval: 1000",
                "heartbeat.timeout: 6000",
                "io.tmp.dirs: " + folder.resolve("tmp")));
    lines.addAll(more);
    Files.write(home.resolve("conf/config.yaml"), lines);
    Files.write(
        home.resolve("conf/log4j2.properties"),
        List.of(
            "rootLogger.level = INFO",
            "rootLogger.appenderRef.console.ref = Console",
            "appender.console.name = Console",
            "appender.console.type = CONSOLE",
            "appender.console.target = SYSTEM_ERR",
            "appender.console.layout.type = PatternLayout",
            "appender.console.layout.pattern = %d{HH:mm:ss} %-5p %c{1} - %m%n"));
  }

  private ServerProcess launch(
      String name, List<String> memory, String mainClass, List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(ServerProcess.java());
    words.addAll(memory);
    words.add("-XX:+UseSerialGC");
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-cp");
    words.add(Installation.classPath(home, "lib"));
    words.add(mainClass);
    words.add("--configDir");
    words.add(home.resolve("conf").toString());
    words.addAll(arguments);
    return ServerProcess.start(
        folder.resolve("logs").resolve(name + ".log"), folder, environment(), words);
  }

  private Map<String, String> environment() {
    return Map.of("FLINK_HOME", home.toString(), "FLINK_CONF_DIR", home.resolve("conf").toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
