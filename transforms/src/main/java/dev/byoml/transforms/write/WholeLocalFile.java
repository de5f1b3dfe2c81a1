package dev.byoml.transforms.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/** A local file that gets its name, replacing one that has it, when all of it is written. */
final class WholeLocalFile extends FilterOutputStream {
  private static final AtomicLong NUMBER = new AtomicLong();

  private final Path temporary;
  private final Path target;
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
  public void write(byte[] bytes, int start, int length) throws IOException {
    out.write(bytes, start, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (OutputStream file = out) {
      file.flush();
    }
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
