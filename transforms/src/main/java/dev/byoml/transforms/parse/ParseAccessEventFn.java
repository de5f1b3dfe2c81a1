package dev.byoml.transforms.parse;

import dev.byoml.transforms.source.SourceLine;
import org.apache.beam.sdk.transforms.DoFn;

/** Parses lines. */
final class ParseAccessEventFn extends DoFn<SourceLine, ParsedLine> {
  private final BundleParser parser;

  ParseAccessEventFn(BundleParser parser) {
    this.parser = parser;
  }

  @StartBundle
  public void startBundle() {
    parser.start();
  }

  @ProcessElement
  public void parse(@Element SourceLine line, OutputReceiver<ParsedLine> receiver) {
    receiver.output(parser.parse(line));
  }

  @FinishBundle
  public void finishBundle() {
    parser.finish();
  }
}
