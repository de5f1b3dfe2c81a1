package dev.byoml.transforms.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A local file that gets its name, replacing one that has it, when all of it is written. If a write
 * fails, it never does.
 */
final class WholeLocalFile extends FilterOutputStream {
  /** Matches the names of files that are not complete. */
  static final String UNFINISHED = ".*.part";

  private static final AtomicLong NUMBER = new AtomicLong();

  private final Path temporary;
  private final Path target;
  private boolean failed;
  private boolean closed;

  WholeLocalFile(Path target) throws IOException {
    this(target, temporaryBeside(target));
  }

  private WholeLocalFile(Path target, Path temporary) throws IOException {
    super(Files.newOutputStream(temporary));
    this.target = target;
    this.temporary = temporary;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    try {
      out.write(bytes, start, length);
    } catch (IOException e) {
      failed = true;
      throw failure(e);
    } catch (RuntimeException e) {
      failed = true;
      throw e;
    }
  }

  /** Gives the file up: closing it deletes what was written. */
  void abandon() {
    failed = true;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (OutputStream file = out) {
      file.flush();
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw failure(e);
    }
    if (failed) {
      Files.deleteIfExists(temporary);
      return;
    }
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** The same with the name of the file, which the failure of a write does not contain. */
  private FileSystemException failure(IOException e) {
    FileSystemException failure = new FileSystemException(target.toString(), null, e.getMessage());
    failure.initCause(e);
    return failure;
  }

  private static Path temporaryBeside(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // Not Files.createTempFile, which lets nobody but the owner read what becomes the final file.
    String name =
        ".%s.%d-%d.part"
            .formatted(
                target.getFileName(), ProcessHandle.current().pid(), NUMBER.getAndIncrement());
    return folder.resolve(name);
  }
}
