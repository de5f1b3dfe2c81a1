package dev.byoml.transforms.testing;

import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A name in {@link MemoryFileSystem}; that of a folder ends in a slash. */
record MemoryResourceId(String name) implements ResourceId {

  @Override
  public ResourceId resolve(String other, ResolveOptions options) {
    String folder = isDirectory() ? name : name + "/";
    return new MemoryResourceId(
        folder + other + (options == StandardResolveOptions.RESOLVE_DIRECTORY ? "/" : ""));
  }

  @Override
  public ResourceId getCurrentDirectory() {
    return isDirectory() ? this : new MemoryResourceId(name.substring(0, slash() + 1));
  }

  @Override
  public String getScheme() {
    return MemoryFileSystem.SCHEME;
  }

  @Override
  public String getFilename() {
    return isDirectory() ? "" : name.substring(slash() + 1);
  }

  @Override
  public boolean isDirectory() {
    return name.endsWith("/");
  }

  @Override
  public String toString() {
    return name;
  }

  private int slash() {
    return name.lastIndexOf('/');
  }
}
