package dev.byoml.transforms.write;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.carry.Carried;
import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps the large values of a run in its folder for as long as it takes: in a file each, which a
 * worker opens once.
 */
public final class CarriedFiles implements Carried.Store {
  /** Names of the files. */
  public static final String FILES = "carried-*.bin";

  private static final long serialVersionUID = 1L;

  private final String folder;

  private CarriedFiles(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Keeps values in the folder of a run, on any of Beam's file systems. */
  public static CarriedFiles in(String folder) {
    return new CarriedFiles(OutputFiles.absolute(folder));
  }

  @Override
  public void keep(String name, byte[] bytes) throws IOException {
    OutputFiles.write(folder, file(name), out -> out.write(bytes));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return OutputFiles.open(OutputFiles.in(folder, file(name)));
  }

  @Override
  public String toString() {
    return folder;
  }

  private static String file(String name) {
    return FILES.replace("*", name);
  }
}
