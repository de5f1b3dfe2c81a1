package dev.byoml.transforms.source.list;

import static java.util.Objects.requireNonNull;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.azure.BlobPath;
import dev.byoml.transforms.source.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Lists blobs. Beam's Azure file system asks the store again for each blob that a listing gave,
 * which takes minutes for a day of an export; here the listing says all that is needed. In an
 * export it goes from folder to folder and opens only those whose time the range touches, so the
 * effort depends on the range and not on how long the export has run.
 */
final class BlobLister implements FileLister {
  private static final String ALL_BELOW = "**";
  private static final Duration LONGEST_FINE_FOLDER = Duration.ofHours(1);

  private final BlobServiceClient service;

  BlobLister(BlobServiceClient service) {
    this.service = requireNonNull(service, "service");
  }

  @Override
  public void list(InputPattern pattern, TimeRange range, Consumer<ListedFile> files)
      throws IOException {
    BlobPath path = BlobPath.parse(pattern.glob());
    BlobContainerClient container = service.getBlobContainerClient(path.container());
    String start = path.literalStart();
    try {
      if (path.name().equals(start + ALL_BELOW) && (start.isEmpty() || start.endsWith("/"))) {
        new Walk(container, path, range, files).folder(start);
      } else {
        Pattern names = path.asPattern();
        new Walk(container, path, range, files)
            .allBelow(start, blob -> names.matcher(blob.getName()).matches());
      }
    } catch (BlobStorageException e) {
      throw new IOException(BlobFailures.describe(e), e);
    }
  }

  /** One way through the folders of a container. */
  private record Walk(
      BlobContainerClient container, BlobPath path, TimeRange range, Consumer<ListedFile> files) {

    /** Lists what a folder holds; its name ends with a slash, or is empty for the container. */
    void folder(String name) {
      String folder = path.pathOf(name).replaceAll("/$", "");
      Optional<TimeRange> slot = ExportLayout.slotOf(folder);
      if (slot.isPresent() && slot.get().intersection(range).isEmpty()) {
        return;
      }
      boolean mayBeLeftOutInPart =
          slot.isPresent()
              ? !slot.get().intersection(range).equals(slot) && isCoarse(slot.get())
              : ExportLayout.isWorkspace(folder) || ExportLayout.isAboveWorkspace(folder);
      if (mayBeLeftOutInPart && !range.equals(TimeRange.ALL)) {
        level(name);
      } else {
        allBelow(name, blob -> true);
      }
    }

    private void level(String name) {
      List<String> folders = new ArrayList<>();
      ListBlobsOptions options = new ListBlobsOptions().setPrefix(name);
      for (BlobItem item : container.listBlobsByHierarchy("/", options, null)) {
        if (Boolean.TRUE.equals(item.isPrefix())) {
          folders.add(item.getName());
        } else {
          accept(item);
        }
      }
      folders.forEach(this::folder);
    }

    void allBelow(String start, Predicate<BlobItem> wanted) {
      for (BlobItem blob : container.listBlobs(new ListBlobsOptions().setPrefix(start), null)) {
        if (wanted.test(blob)) {
          accept(blob);
        }
      }
    }

    private void accept(BlobItem blob) {
      if (!blob.getName().endsWith("/")) {
        boolean seekable = !"gzip".equals(blob.getProperties().getContentEncoding());
        files.accept(
            new ListedFile(
                path.pathOf(blob.getName()), blob.getProperties().getContentLength(), seekable));
      }
    }

    private static boolean isCoarse(TimeRange slot) {
      return Duration.between(slot.from(), slot.to()).compareTo(LONGEST_FINE_FOLDER) > 0;
    }
  }
}
