package dev.byoml.pipelines.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.byoml.transforms.read.PieceReader;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.list.FindPieces;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * Reads the lines of files on any engine and has Jackson go through their tokens, and does nothing
 * with them: what {@code scripts/benchmark-scoring.sh} shows as bare Jackson.
 */
public final class BareJackson {
  private BareJackson() {}

  /** What to read. */
  public interface Options extends PipelineOptions {
    /** Folder of events. */
    @Description("Folder of events")
    String getInput();

    void setInput(String input);
  }

  /** Goes through the tokens of all lines. */
  public static void main(String[] arguments) {
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Find files", FindPieces.of(options.getInput()))
        .apply("Go through tokens", ParDo.of(new TokensFn()));
    pipeline.run().waitUntilFinish();
  }

  private static final class TokensFn extends DoFn<InputPiece, Void> {
    private static final JsonFactory JSON = new JsonFactory();

    private transient Template template;

    @Setup
    public void loadTemplate() {
      template = Templates.load("file-share-access");
    }

    @ProcessElement
    public void process(@Element InputPiece piece, PipelineOptions options) throws IOException {
      try (SourceLines lines = PieceReader.open(piece, template, options)) {
        for (SourceLine line = lines.next(); line != null; line = lines.next()) {
          goThrough(line);
        }
      }
      Metrics.counter(BareJackson.class, "pieces").inc();
    }

    private static void goThrough(SourceLine line) throws IOException {
      try (JsonParser tokens = JSON.createParser(line.buffer(), line.start(), line.length())) {
        while (tokens.nextToken() != null) {
          // Nothing is done with them.
        }
      }
    }
  }
}
