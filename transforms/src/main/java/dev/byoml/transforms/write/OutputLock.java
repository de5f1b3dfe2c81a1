package dev.byoml.transforms.write;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.azure.BlobLease;
import dev.byoml.transforms.azure.BlobPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs from writing to one folder at a time, and shows in the folder that a run is on its
 * way or was interrupted: by the file {@value #FILE}, which is gone when the run has ended.
 *
 * <p>A local file is locked and a blob leased, which the operating system and the store end with
 * the process that holds them; so what a killed run left stops nobody. On other file systems there
 * is only the file, which keeps nobody from writing.
 */
public final class OutputLock implements AutoCloseable {
  /** Name of the file. */
  public static final String FILE = "run.lock";

  private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);

  private final AutoCloseable held;

  private OutputLock(AutoCloseable held) {
    this.held = held;
  }

  /**
   * Takes a folder for a run.
   *
   * @param folder which need not exist
   * @param options of the run
   * @param holder what the file says of the run
   * @return nothing if another run has it
   * @throws IOException if the folder cannot be written to
   */
  public static Optional<OutputLock> take(String folder, PipelineOptions options, String holder)
      throws IOException {
    return takeFile(OutputFiles.in(folder, FILE), options, holder);
  }

  /**
   * Takes what a file of any name stands for.
   *
   * @param file which the run makes, and deletes when it ends
   * @return nothing if another run has it
   * @throws IOException if the file cannot be written
   */
  public static Optional<OutputLock> takeFile(String file, PipelineOptions options, String holder)
      throws IOException {
    requireNonNull(holder, "holder");
    Optional<Path> local = OutputFiles.local(file);
    if (local.isPresent()) {
      return takeLocal(local.get().toAbsolutePath(), holder).map(OutputLock::new);
    }
    if (BlobPath.isBlobPath(file)) {
      return BlobLease.take(file, options, holder).map(OutputLock::new);
    }
    try (OutputStream out = OutputFiles.create(file)) {
      out.write(holder.getBytes(StandardCharsets.UTF_8));
    }
    return Optional.of(new OutputLock(() -> OutputFiles.delete(file)));
  }

  /**
   * Whether a run is writing to a folder, or was interrupted while it did.
   *
   * @throws IOException if the file system cannot tell
   */
  public static boolean isIn(String folder) throws IOException {
    return OutputFiles.size(OutputFiles.in(folder, FILE)).isPresent();
  }

  private static Optional<AutoCloseable> takeLocal(Path file, String holder) throws IOException {
    Files.createDirectories(file.getParent());
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean taken = false;
      try {
        if (!lock(channel)) {
          return Optional.empty();
        }
        write(holder, channel);
        // Who held it before may have deleted the file between our opening and our locking it.
        Optional<FileChannel> seen = whereItSays(holder, file);
        if (seen.isPresent()) {
          taken = true;
          return Optional.of(
              () -> {
                Files.deleteIfExists(file);
                seen.get().close();
                channel.close();
              });
        }
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    }
  }

  private static boolean lock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      LOG.info("This file system knows no locks: {}", e.getMessage());
      return true;
    }
  }

  private static void write(String holder, FileChannel channel) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
  }

  /**
   * Opens the file of that name if it names this holder. It must stay open as long as the lock is
   * held: with any channel of a file that a process closes, POSIX ends all its locks of that file.
   */
  private static Optional<FileChannel> whereItSays(String holder, Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    byte[] text = holder.getBytes(StandardCharsets.UTF_8);
    ByteBuffer read = ByteBuffer.allocate(text.length + 1);
    while (read.hasRemaining() && channel.read(read) >= 0) {
      // Goes on until there is no more.
    }
    if (Arrays.equals(Arrays.copyOf(read.array(), read.position()), text)) {
      return Optional.of(channel);
    }
    channel.close();
    return Optional.empty();
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    try {
      held.close();
    } catch (Exception e) {
      LOG.warn("{} was not deleted: {}", FILE, e.getMessage());
    }
  }
}
