package dev.byoml.transforms.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A local file that gets its name, replacing one that has it, when all of it is written. */
final class WholeLocalFile extends FilterOutputStream {
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
    return Files.createTempFile(folder, ".", ".part");
  }
}
