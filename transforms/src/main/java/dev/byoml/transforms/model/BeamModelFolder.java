package dev.byoml.transforms.model;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A model folder on any of Beam's file systems. */
public final class BeamModelFolder implements ModelFolder {
  private final String location;

  /** The model folder at {@code location}, which need not exist. */
  public BeamModelFolder(String location) {
    this.location = requireNonNull(location, "location");
  }

  @Override
  public OutputStream create(String name) throws IOException {
    return OutputFiles.create(OutputFiles.in(location, name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return OutputFiles.open(OutputFiles.in(location, name));
  }

  @Override
  public boolean exists(String name) throws IOException {
    return OutputFiles.size(OutputFiles.in(location, name)).isPresent();
  }

  @Override
  public String location() {
    return location;
  }
}
