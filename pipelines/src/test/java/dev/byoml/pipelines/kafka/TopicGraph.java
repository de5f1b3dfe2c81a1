package dev.byoml.pipelines.kafka;

import dev.byoml.transforms.read.ReadEventLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.construction.PipelineTranslation;

/** Prints all that a runner sees of a pipeline that reads {@code arguments[0]}. */
public final class TopicGraph {
  private TopicGraph() {}

  /** Prints the display data, the functions as they are serialised, and the whole graph. */
  public static void main(String[] arguments) throws Exception {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline.apply(ReadEventLines.from(arguments[0]));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(Node node) {
            if (node.getTransform() != null) {
              print(node.getTransform());
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(Node node) {
            print(node.getTransform());
          }

          private void print(PTransform<?, ?> transform) {
            System.out.println(DisplayData.from(transform));
            if (transform instanceof ParDo.MultiOutput<?, ?> parDo) {
              append(parDo.getFn(), bytes);
            }
          }
        });
    bytes.write(PipelineTranslation.toProto(pipeline).toByteArray());
    System.out.println(bytes.toString(StandardCharsets.ISO_8859_1));
    System.out.println("bytes: " + bytes.size());
  }

  private static void append(Object function, ByteArrayOutputStream bytes) {
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(function);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
