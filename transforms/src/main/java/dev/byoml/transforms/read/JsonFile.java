package dev.byoml.transforms.read;

import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.file.FileContent;
import dev.byoml.transforms.source.json.JsonRows;
import java.io.IOException;

/** The rows of a file of JSON that is not written one row a line. */
final class JsonFile implements SourceLines {
  private final FileContent content;
  private final JsonRows rows;
  private boolean damaged;

  JsonFile(FileContent content) {
    this.content = content;
    this.rows = new JsonRows(content.in(), content.file());
  }

  @Override
  public SourceLine next() throws UnreadableInputException {
    try {
      return damaged ? null : rows.next();
    } catch (IOException e) {
      content.checkIsDamage(e);
      damaged = true;
      return rows.unfinished(LineProblem.CORRUPT_GZIP);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
