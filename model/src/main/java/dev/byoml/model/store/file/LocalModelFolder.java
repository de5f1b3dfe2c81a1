package dev.byoml.model.store.file;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model folder on a local disk; made when the first file is. */
public final class LocalModelFolder implements ModelFolder {
  private final Path path;

  /** The folder at {@code path}, which need not exist. */
  public LocalModelFolder(Path path) {
    this.path = requireNonNull(path, "path");
  }

  @Override
  public OutputStream create(String name) throws IOException {
    Files.createDirectories(path);
    return new BufferedOutputStream(Files.newOutputStream(path.resolve(name)));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return new BufferedInputStream(Files.newInputStream(path.resolve(name)));
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path.resolve(name));
  }

  @Override
  public String location() {
    return path.toString();
  }
}
