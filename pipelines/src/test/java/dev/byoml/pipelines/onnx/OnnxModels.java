package dev.byoml.pipelines.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes small ONNX models by hand: the messages of onnx.proto, ir version 8, operators of version
 * 13.
 */
public final class OnnxModels {
  private static final int FLOAT = 1;

  private OnnxModels() {}

  /** The inner product of the two vectors: {@code ReduceSum(Mul(user, resource))} over axis 1. */
  public static byte[] innerProduct() {
    Message graph =
        new Message()
            .add(1, node("Mul", "product", "user", "resource"))
            .add(1, node("ReduceSum", "affinity", "product", "axes").add(5, keepDimensions(0)))
            .text(2, "inner-product")
            .add(5, axes())
            .add(11, value("user", "n", "d"))
            .add(11, value("resource", "n", "d"))
            .add(12, value("affinity", "n"));
    return model(graph);
  }

  /** A model of one input, which no pair can be given to. */
  public static byte[] ofOneInput() {
    return model(
        new Message()
            .add(1, node("Identity", "same", "x"))
            .text(2, "one-input")
            .add(11, value("x", "n", "d"))
            .add(12, value("same", "n", "d")));
  }

  private static byte[] model(Message graph) {
    return new Message()
        .number(1, 8)
        .add(7, graph)
        .add(8, new Message().text(1, "").number(2, 13))
        .bytes();
  }

  private static Message node(String operator, String output, String... inputs) {
    Message node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operator);
  }

  private static Message keepDimensions(int value) {
    return new Message().text(1, "keepdims").number(3, value).number(20, 2);
  }

  private static Message axes() {
    return new Message().number(1, 1).number(2, 7).number(7, 1).text(8, "axes");
  }

  private static Message value(String name, String... dimensions) {
    Message shape = new Message();
    for (String dimension : dimensions) {
      shape.add(1, new Message().text(2, dimension));
    }
    Message tensor = new Message().number(1, FLOAT).add(2, shape);
    return new Message().text(1, name).add(2, new Message().add(1, tensor));
  }

  /** A protocol buffer's message in the making. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      variable((long) field << 3);
      variable(value);
      return this;
    }

    Message text(int field, String value) {
      return lengthy(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message add(int field, Message value) {
      return lengthy(field, value.bytes());
    }

    private Message lengthy(int field, byte[] value) {
      variable((long) field << 3 | 2);
      variable(value.length);
      out.writeBytes(value);
      return this;
    }

    private void variable(long value) {
      long rest = value;
      while (rest > 0x7f) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
