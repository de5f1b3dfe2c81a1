package dev.byoml.transforms.source.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.byoml.transforms.source.InputPiece.TopicRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicPiecesTest {
  private static final TopicAddress ADDRESS = TopicAddress.parse("kafka://localhost:9092/events");
  private static final TopicPartition FIRST = new TopicPartition("events", 0);
  private static final TopicPartition SECOND = new TopicPartition("events", 1);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.NONE);

  @Test
  void cutsPartitionsOfManyMessagesAndLeavesOutEmptyOnes() {
    Node[] nobody = {};
    consumer.updatePartitions(
        "events",
        List.of(
            new PartitionInfo("events", 1, null, nobody, nobody),
            new PartitionInfo("events", 0, null, nobody, nobody)));
    consumer.updateBeginningOffsets(Map.of(FIRST, 7L, SECOND, 5L));
    consumer.updateEndOffsets(Map.of(FIRST, 200_008L, SECOND, 5L));
    assertThat(
        TopicInput.pieces(consumer, ADDRESS, TimeRange.ALL),
        contains(
            new TopicRange("kafka://localhost:9092/events", 0, 7, 100_007),
            new TopicRange("kafka://localhost:9092/events", 0, 100_007, 200_007),
            new TopicRange("kafka://localhost:9092/events", 0, 200_007, 200_008)));
  }

  @Test
  void readsTheMessagesOfAPieceAlone() throws IOException {
    assertThat(lines(new TopicRange(ADDRESS.text(), 0, 1, 3)), contains("1", "2", "2b"));
  }

  private List<String> lines(TopicRange range) throws IOException {
    try (SourceLines lines = new TopicLines(ADDRESS, range, consumer)) {
      consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
      for (int offset = 0; offset < 5; offset++) {
        byte[] message = (offset == 2 ? "2\n2b" : "" + offset).getBytes(StandardCharsets.UTF_8);
        consumer.addRecord(new ConsumerRecord<>("events", 0, offset, null, message));
      }
      List<String> texts = new ArrayList<>();
      for (SourceLine line = lines.next(); line != null; line = lines.next()) {
        texts.add(new String(line.bytes(), StandardCharsets.UTF_8));
      }
      return texts;
    }
  }
}
