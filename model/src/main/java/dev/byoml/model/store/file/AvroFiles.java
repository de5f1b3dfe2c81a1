package dev.byoml.model.store.file;

import dev.byoml.model.tenant.ContentDigest;
import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;

/** Writes and reads the Avro files of a model folder, and holds them against the manifest. */
public final class AvroFiles {
  private static final int DEFLATE_LEVEL = 6;
  private static final int BUFFER = 1 << 16;

  private AvroFiles() {}

  /**
   * Writes records 0 to {@code count} - 1. The same records give the same bytes: the marker between
   * blocks, random by default, is taken from the schema.
   */
  public static <T> ModelFile write(
      ModelFolder folder, String name, RecordFormat<T> format, int count, IntFunction<T> records)
      throws IOException {
    MessageDigest digest = ContentDigest.sha256();
    try (CountingStream out =
            new CountingStream(new DigestOutputStream(folder.create(name), digest));
        DataFileWriter<T> file = new DataFileWriter<>(format)) {
      file.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
      file.create(format.schema(), out, marker(format));
      for (int record = 0; record < count; record++) {
        file.append(records.apply(record));
      }
      file.close();
      return new ModelFile(name, count, out.bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static byte[] marker(RecordFormat<?> format) {
    byte[] schema = format.schema().toString().getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(ContentDigest.sha256().digest(schema), 16);
  }

  /**
   * Reads all records of a file, after it was found to be the one that the manifest names.
   *
   * @throws ModelException if it is missing or another
   */
  public static <T> void read(
      ModelFolder folder, ModelFile file, RecordFormat<T> format, Consumer<T> records)
      throws IOException {
    verify(folder, file);
    try (InputStream in = folder.open(file.name());
        DataFileStream<T> stream = new DataFileStream<>(in, format)) {
      while (stream.hasNext()) {
        records.accept(stream.next());
      }
    } catch (AvroRuntimeException e) {
      throw new ModelException(
          "cannot read %s in %s: %s".formatted(file.name(), folder.location(), e.getMessage()), e);
    }
  }

  private static void verify(ModelFolder folder, ModelFile file) throws IOException {
    MessageDigest digest = ContentDigest.sha256();
    long bytes = 0;
    try (InputStream in = folder.open(file.name())) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new ModelException(
          "the model in %s lacks its file %s".formatted(folder.location(), file.name()), e);
    }
    String sha256 = HexFormat.of().formatHex(digest.digest());
    if (!sha256.equals(file.sha256())) {
      throw new ModelException(
          "%s in %s is not the file the manifest names: %d bytes with SHA-256 %s, not %d with %s"
              .formatted(
                  file.name(), folder.location(), bytes, sha256, file.bytes(), file.sha256()));
    }
  }

  /** Counts the bytes that pass through. */
  private static final class CountingStream extends FilterOutputStream {
    private long bytes;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      bytes++;
    }

    @Override
    public void write(byte[] values, int offset, int length) throws IOException {
      out.write(values, offset, length);
      bytes += length;
    }
  }
}
