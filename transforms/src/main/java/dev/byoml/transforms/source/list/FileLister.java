package dev.byoml.transforms.source.list;

import dev.byoml.transforms.source.TimeRange;
import java.io.IOException;
import java.util.function.Consumer;

/** Lists the files of a pattern. */
interface FileLister {
  /**
   * Lists the files that match a pattern.
   *
   * @param pattern what files are looked for
   * @param range files of an export that lie outside it may be left out
   * @param files takes the files one after the other
   * @throws IOException if they cannot be listed
   */
  void list(InputPattern pattern, TimeRange range, Consumer<ListedFile> files) throws IOException;
}
