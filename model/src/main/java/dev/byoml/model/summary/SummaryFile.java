package dev.byoml.model.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.file.AvroFiles;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.store.file.RecordFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A file of a window, all of it in memory. Its name follows from its content: a file that is there
 * under that name need not be written again, and another content never replaces it.
 *
 * @param file what the manifest says of it
 * @param bytes its content; not to be changed
 */
public record SummaryFile(ModelFile file, byte[] bytes) {
  private static final int ACCESSES_OF_A_BLOCK = 8192;
  private static final int DIGITS = 16;

  /** Checks that both are there. */
  public SummaryFile {
    requireNonNull(file, "file");
    requireNonNull(bytes, "bytes");
  }

  /**
   * The file of some accesses of a window.
   *
   * @param accesses each (tenant, user, resource) once, in any order
   */
  public static SummaryFile ofAccesses(SummaryWindow window, List<SummarizedAccess> accesses) {
    List<SummarizedAccess> sorted = sorted(accesses);
    List<SummaryBlock> blocks = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= sorted.size(); end++) {
      if (end == sorted.size()
          || end - start == ACCESSES_OF_A_BLOCK
          || !tenant(sorted, end).equals(tenant(sorted, start))) {
        blocks.add(SummaryBlock.of(sorted.subList(start, end)));
        start = end;
      }
    }
    return of(window.name(), SummaryFormat.INSTANCE, blocks);
  }

  /** By key; users apart first, since they have few accesses each, and names are long. */
  private static List<SummarizedAccess> sorted(List<SummarizedAccess> accesses) {
    Map<String, Map<String, List<SummarizedAccess>>> tenants = new HashMap<>();
    for (SummarizedAccess access : accesses) {
      tenants
          .computeIfAbsent(access.key().tenant(), tenant -> new HashMap<>())
          .computeIfAbsent(access.key().user(), user -> new ArrayList<>())
          .add(access);
    }
    List<SummarizedAccess> sorted = new ArrayList<>(accesses.size());
    for (Map<String, List<SummarizedAccess>> users : new TreeMap<>(tenants).values()) {
      for (List<SummarizedAccess> ofUser : new TreeMap<>(users).values()) {
        ofUser.sort(Comparator.comparing(access -> access.key().resource()));
        sorted.addAll(ofUser);
      }
    }
    return sorted;
  }

  private static String tenant(List<SummarizedAccess> accesses, int i) {
    return accesses.get(i).key().tenant();
  }

  /** The file that lists the blobs of a window. */
  public static SummaryFile ofBlobs(SummaryWindow window, List<InputBlob> blobs) {
    return of(
        window.name() + "-blobs",
        InputBlobFormat.INSTANCE,
        blobs.stream().sorted(Comparator.comparing(InputBlob::path)).toList());
  }

  private static <T> SummaryFile of(String name, RecordFormat<T> format, List<T> records) {
    Memory memory = new Memory(name, new byte[0]);
    try {
      ModelFile file = AvroFiles.write(memory, name, format, records.size(), records::get);
      String suffix = "-" + file.sha256().substring(0, DIGITS) + ".avro";
      return new SummaryFile(
          new ModelFile(name + suffix, file.records(), file.bytes(), file.sha256()),
          memory.written.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
  }

  /**
   * Reads accesses.
   *
   * @param location of the folder, for messages
   * @param accesses gets one after the other
   * @throws ModelException if the content is not what the manifest says, or damaged
   */
  public void readAccesses(String location, Consumer<SummarizedAccess> accesses)
      throws IOException {
    try {
      AvroFiles.read(
          new Memory(location, bytes),
          file,
          SummaryFormat.INSTANCE,
          block -> block.forEach(accesses));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(
          "%s in %s is damaged: %s".formatted(file.name(), location, e.getMessage()), e);
    }
  }

  /**
   * Reads a list of blobs.
   *
   * @param location of the folder, for messages
   * @throws ModelException if the content is not what the manifest says, or damaged
   */
  public List<InputBlob> readBlobs(String location) throws IOException {
    List<InputBlob> blobs = new ArrayList<>();
    AvroFiles.read(new Memory(location, bytes), file, InputBlobFormat.INSTANCE, blobs::add);
    return blobs;
  }

  /** A folder of one file. */
  private static final class Memory implements ModelFolder {
    private final String location;
    private final byte[] content;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Memory(String location, byte[] content) {
      this.location = location;
      this.content = content;
    }

    @Override
    public OutputStream create(String name) {
      return written;
    }

    @Override
    public InputStream open(String name) {
      return new ByteArrayInputStream(content);
    }

    @Override
    public boolean exists(String name) {
      return true;
    }

    @Override
    public String location() {
      return location;
    }
  }
}
