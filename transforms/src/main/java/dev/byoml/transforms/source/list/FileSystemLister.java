package dev.byoml.transforms.source.list;

import dev.byoml.transforms.source.TimeRange;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Lists files on any of Beam's file systems. */
final class FileSystemLister implements FileLister {
  @Override
  public void list(InputPattern pattern, TimeRange range, Consumer<ListedFile> files)
      throws IOException {
    for (Metadata file : FileSystems.match(pattern.glob(), EmptyMatchTreatment.ALLOW).metadata()) {
      if (!file.resourceId().isDirectory()) {
        files.accept(
            new ListedFile(
                file.resourceId().toString(), file.sizeBytes(), file.isReadSeekEfficient()));
      }
    }
  }
}
