package dev.byoml.pipelines.loganalytics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * What goes wrong with one request.
 *
 * @param kind what happens
 * @param status HTTP status of an {@link Kind#ANSWER}
 * @param headers further headers of an answer
 * @param delay before a {@link Kind#SLOW_ANSWER}, and between the pieces of what has no end
 */
record Fault(Kind kind, int status, Map<String, String> headers, Duration delay) {
  /** Kinds of faults. */
  enum Kind {
    /** Nothing goes wrong. */
    NONE,
    /** The service answers with an error and takes no rows. */
    ANSWER,
    /** The connection ends before the body is read. */
    DROPPED_BEFORE_BODY,
    /** The service takes the rows, and the connection ends before the answer. */
    DROPPED_AFTER_BODY,
    /** The service takes the rows and answers late. */
    SLOW_ANSWER,
    /** The service takes the rows, and answers with a status and a body that it need not have. */
    TAKEN,
    /** The connection gets these bytes, over and over, in place of an answer's end. */
    WITHOUT_END
  }

  Fault {
    requireNonNull(kind, "kind");
    headers = Map.copyOf(headers);
    requireNonNull(delay, "delay");
  }

  static Fault none() {
    return of(Kind.NONE);
  }

  static Fault answer(int status) {
    return new Fault(Kind.ANSWER, status, Map.of(), Duration.ZERO);
  }

  static Fault answer(int status, String header, String value) {
    return new Fault(Kind.ANSWER, status, Map.of(header, value), Duration.ZERO);
  }

  static Fault droppedBeforeBody() {
    return of(Kind.DROPPED_BEFORE_BODY);
  }

  static Fault droppedAfterBody() {
    return of(Kind.DROPPED_AFTER_BODY);
  }

  static Fault slowAnswer(Duration delay) {
    return new Fault(Kind.SLOW_ANSWER, 0, Map.of(), delay);
  }

  /** Takes the rows and answers with this status and a body. */
  static Fault taken(int status) {
    return new Fault(Kind.TAKEN, status, Map.of(), Duration.ZERO);
  }

  /**
   * Answers with this status and a body of which another piece comes after each pause.
   *
   * @param pause none for a flood
   */
  static Fault endlessBody(int status, Duration pause) {
    return new Fault(Kind.WITHOUT_END, status, Map.of(), pause);
  }

  /** Answers with header after header. */
  static Fault endlessHeaders() {
    return new Fault(Kind.WITHOUT_END, 0, Map.of(), Duration.ofMillis(1));
  }

  private static Fault of(Kind kind) {
    return new Fault(kind, 0, Map.of(), Duration.ZERO);
  }
}
