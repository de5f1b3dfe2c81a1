package dev.byoml.transforms.source;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.beam.SealedCoder;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** A piece of an input: as much as one worker reads in one go. */
public sealed interface InputPiece {
  /** Encodes a piece. */
  Coder<InputPiece> CODER =
      SealedCoder.of(
          InputPiece.class,
          RecordCoder.of(
              FileRange.class, StringUtf8Coder.of(), VarLongCoder.of(), VarLongCoder.of()),
          RecordCoder.of(
              TopicRange.class,
              StringUtf8Coder.of(),
              VarIntCoder.of(),
              VarLongCoder.of(),
              VarLongCoder.of()),
          RecordCoder.of(
              LeftOut.class, SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of())));

  /**
   * A range of a file: the lines that begin in it.
   *
   * @param file path of the file
   * @param start offset in bytes of the range's first byte
   * @param end offset in bytes after the range, or {@link Long#MAX_VALUE} for all that follows
   */
  record FileRange(String file, long start, long end) implements InputPiece {
    /** Checks that the file is named. */
    public FileRange {
      requireNonNull(file, "file");
    }

    /** All of a file. */
    public static FileRange ofWhole(String file) {
      return new FileRange(file, 0, Long.MAX_VALUE);
    }
  }

  /**
   * Files that are not read because their names are not those of files of events. Has no lines.
   *
   * @param files how many files by their path: 1 for those that are named, and the number of the
   *     rest under {@link #OTHERS}
   */
  record LeftOut(SortedMap<String, Long> files) implements InputPiece {
    /** Stands for the files that are not named. */
    public static final String OTHERS = "others";

    /** Keeps a copy. */
    public LeftOut {
      files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
  }

  /**
   * A range of a partition of a topic: the messages at these offsets.
   *
   * @param topic address of the topic, as the user names an input
   * @param partition number of the partition
   * @param start offset of the range's first message
   * @param end offset after that of its last message
   */
  record TopicRange(String topic, int partition, long start, long end) implements InputPiece {
    /** Checks that the topic is named. */
    public TopicRange {
      requireNonNull(topic, "topic");
    }
  }
}
