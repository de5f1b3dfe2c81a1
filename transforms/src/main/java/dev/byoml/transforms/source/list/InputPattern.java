package dev.byoml.transforms.source.list;

import dev.byoml.transforms.beam.RecordCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * A pattern for files of an input.
 *
 * @param glob path in which {@code *} stands for any characters but a slash, and {@code **} for any
 *     characters; a path without these stands for itself
 * @param anyName whether all files that match are read, or only those whose name says that they
 *     hold events
 */
record InputPattern(String glob, boolean anyName) {
  /** Encodes a pattern. */
  static final Coder<InputPattern> CODER =
      RecordCoder.of(InputPattern.class, StringUtf8Coder.of(), BooleanCoder.of());
}
