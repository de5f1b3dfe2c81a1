package dev.byoml.transforms.read.table;

import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.template.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a text whose first line names its columns, each as a line that the template reads, at
 * the position where it begins. A record may go over several lines of the text if it is quoted. The
 * header itself is a line with the problem {@link LineProblem#HEADER}. If it names no column for
 * something that the template needs, that is the only line, and says what is missing.
 */
public final class HeaderLines implements SourceLines {
  private final SourceLines lines;
  private final Header header;
  private final Template template;
  private final RowWriter writer;
  private boolean atStart = true;
  private boolean atEnd;

  /** Lines that were read and are still to be given. */
  private final Deque<SourceLine> pending = new ArrayDeque<>();

  private HeaderLines(SourceLines lines, Header header, Template template) {
    this.lines = lines;
    this.header = header;
    this.template = template;
    this.writer = new RowWriter(template);
  }

  /**
   * The rows of a text.
   *
   * @param lines of the text, the header first; closed with the rows
   * @param header what the first of them says
   */
  public static SourceLines of(SourceLines lines, Header header, Template template) {
    return new HeaderLines(lines, header, template);
  }

  @Override
  public SourceLine next() throws UnreadableInputException {
    SourceLine line = atEnd ? null : nextLine();
    if (line == null) {
      return null;
    }
    if (atStart) {
      atStart = false;
      return header(line);
    }
    if (line.problem() != null || line.length() == 0) {
      return line;
    }
    return record(line);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private SourceLine nextLine() throws UnreadableInputException {
    return pending.isEmpty() ? lines.next() : pending.poll();
  }

  private SourceLine header(SourceLine line) {
    Optional<String> lack = template.lack(header.names());
    if (lack.isEmpty()) {
      return new SourceLine(line.source(), line.position(), line.bytes(), LineProblem.HEADER);
    }
    atEnd = true;
    return problem(
        line,
        LineProblem.MISSING_COLUMN,
        "the header has no column for %s; it has %s"
            .formatted(lack.get(), String.join(", ", header.names())));
  }

  private SourceLine record(SourceLine first) throws UnreadableInputException {
    SourceLine start = first.copy();
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.write(start.buffer(), start.start(), start.length());
    boolean isUnfinished = header.opensOrCloses(start);
    List<SourceLine> taken = new ArrayList<>();
    while (isUnfinished) {
      SourceLine more = nextLine();
      if (more != null) {
        more = more.copy();
        taken.add(more);
      }
      if (more == null || record.size() + more.length() > SourceLine.LONGEST) {
        // A quotation mark that nothing ends costs this line alone.
        for (int line = taken.size() - 1; line >= 0; line--) {
          pending.push(taken.get(line));
        }
        return new SourceLine(
            start.source(), start.position(), start.bytes(), LineProblem.INVALID_CSV);
      }
      record.write('\n');
      record.write(more.buffer(), more.start(), more.length());
      isUnfinished ^= header.opensOrCloses(more);
    }
    List<String> cells = header.cells(record.toString(StandardCharsets.UTF_8));
    if (cells == null) {
      return new SourceLine(
          start.source(), start.position(), start.bytes(), LineProblem.INVALID_CSV);
    }
    if (cells.size() != header.names().size()) {
      return problem(
          start,
          LineProblem.WRONG_COLUMN_COUNT,
          "%d instead of %d".formatted(cells.size(), header.names().size()));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int column = 0; column < cells.size(); column++) {
      values.put(header.names().get(column), header.value(column, cells.get(column)));
    }
    return SourceLine.of(start.source(), start.position(), writer.line(values));
  }

  private static SourceLine problem(SourceLine line, LineProblem problem, String text) {
    return new SourceLine(
        line.source(), line.position(), text.getBytes(StandardCharsets.UTF_8), problem);
  }
}
