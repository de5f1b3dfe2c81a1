package dev.byoml.pipelines.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker of Kafka in this process, on loopback, with its data in a folder: a real one, of one
 * node. It listens without sign-in, and where further listeners are given, on those too.
 */
public final class KafkaBroker implements AutoCloseable {
  private final Properties properties;
  private final int port;
  private KafkaRaftServer server;

  private KafkaBroker(Properties properties, int port) {
    this.properties = properties;
    this.port = port;
    startServer();
  }

  private void startServer() {
    server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
  }

  /** Starts a broker that listens without sign-in. */
  public static KafkaBroker start(Path folder) {
    return start(folder, Map.of(), Map.of());
  }

  /**
   * Starts a broker.
   *
   * @param folder where it keeps its data
   * @param listeners further listeners: security protocol and port
   * @param settings further settings
   */
  static KafkaBroker start(
      Path folder, Map<String, Integer> listeners, Map<String, String> settings) {
    int port = freePort();
    int controllerPort = freePort();
    StringBuilder addresses = new StringBuilder("PLAINTEXT://127.0.0.1:" + port);
    listeners.forEach(
        (protocol, number) ->
            addresses.append(',').append(protocol).append("://localhost:").append(number));
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
            "listeners", addresses + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "advertised.listeners", addresses.toString(),
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "PLAINTEXT",
            "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
            "log.dirs", folder.resolve("log").toString(),
            "auto.create.topics.enable", "false"));
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "group.initial.rebalance.delay.ms", "0",
            // Events of tests are old, and what is old is deleted otherwise.
            "log.retention.ms", "-1"));
    properties.putAll(settings);
    format(folder, properties);
    return new KafkaBroker(properties, port);
  }

  /** A port of this machine that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port of the listener without sign-in. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** What is given as {@code --input} to read a topic. */
  public String input(String topic) {
    return "kafka://" + address() + "/" + topic;
  }

  /** Makes a topic. */
  public void createTopic(String topic, int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  /** Deletes the messages of a partition before an offset, as retention does. */
  void deleteBefore(String topic, int partition, long offset) throws Exception {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  /** Sends one message for each text, to the partitions in turn. */
  public void send(String topic, int partitions, List<String> messages) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      records.add(record(topic, i % partitions, null, messages.get(i)));
    }
    send(records);
  }

  /** Sends messages. */
  public void send(List<ProducerRecord<byte[], byte[]>> messages) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(Map.of("enable.idempotence", false))) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      messages.forEach(message -> sent.add(producer.send(message)));
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    }
  }

  /** A message; without a time it gets that of its arrival. */
  static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, Long time, String message) {
    return new ProducerRecord<>(
        topic, partition, time, null, message == null ? null : bytes(message));
  }

  /** A producer with further settings. */
  Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", address());
    properties.putAll(settings);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Stops it and starts it again with what it holds. */
  public void restart() {
    close();
    startServer();
  }

  /** Stops it. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address()));
  }

  private static void format(Path folder, Properties properties) {
    try {
      Path file = Files.createDirectories(folder).resolve("server.properties");
      try (var out = Files.newOutputStream(file)) {
        properties.store(out, null);
      }
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      int status =
          StorageTool.execute(
              new String[] {
                "format", "--config", file.toString(), "--cluster-id", Uuid.randomUuid().toString()
              },
              new PrintStream(said, true, StandardCharsets.UTF_8));
      if (status != 0) {
        throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
