package dev.byoml.transforms.testing;

import java.util.List;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.options.PipelineOptions;

/** Gives {@link MemoryFileSystem} to Beam. */
public final class MemoryFileSystemRegistrar implements FileSystemRegistrar {

  /** For the service loader. */
  public MemoryFileSystemRegistrar() {}

  @Override
  public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
    return List.of(new MemoryFileSystem());
  }
}
