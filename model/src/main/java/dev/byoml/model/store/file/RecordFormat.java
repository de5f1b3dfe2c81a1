package dev.byoml.model.store.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/**
 * How values of one type stand in an Avro file. Written out by hand, since Avro's generic records
 * put every number of an array into an object of its own.
 *
 * @param <T> the type of the values
 */
public abstract class RecordFormat<T> implements DatumWriter<T>, DatumReader<T> {
  private final Schema schema;

  public RecordFormat(Schema schema) {
    this.schema = schema;
  }

  final Schema schema() {
    return schema;
  }

  @Override
  public final void setSchema(Schema other) {
    if (!schema.equals(other)) {
      throw new AvroTypeException("the file has another schema than " + schema.getFullName());
    }
  }

  @Override
  public final T read(T reuse, Decoder in) throws IOException {
    return read(in);
  }

  public abstract T read(Decoder in) throws IOException;

  /** Writes the items of an array. */
  protected interface ItemWriter<V> {
    void write(V value, Encoder out) throws IOException;
  }

  /** Reads an item of an array. */
  protected interface ItemReader<V> {
    V read(Decoder in) throws IOException;
  }

  protected static <V> void writeAll(List<V> values, ItemWriter<V> writer, Encoder out)
      throws IOException {
    out.writeArrayStart();
    out.setItemCount(values.size());
    for (V value : values) {
      out.startItem();
      writer.write(value, out);
    }
    out.writeArrayEnd();
  }

  protected static <V> List<V> readAll(ItemReader<V> reader, Decoder in) throws IOException {
    List<V> values = new ArrayList<>();
    for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
      for (long i = 0; i < block; i++) {
        values.add(reader.read(in));
      }
    }
    return values;
  }

  protected static void writeInts(int[] values, int from, int to, Encoder out) throws IOException {
    out.writeArrayStart();
    out.setItemCount(to - from);
    for (int i = from; i < to; i++) {
      out.startItem();
      out.writeInt(values[i]);
    }
    out.writeArrayEnd();
  }

  protected static void writeFloats(float[] values, int from, int to, Encoder out)
      throws IOException {
    out.writeArrayStart();
    out.setItemCount(to - from);
    for (int i = from; i < to; i++) {
      out.startItem();
      out.writeFloat(values[i]);
    }
    out.writeArrayEnd();
  }

  protected static void writeLongs(long[] values, Encoder out) throws IOException {
    out.writeArrayStart();
    out.setItemCount(values.length);
    for (long value : values) {
      out.startItem();
      out.writeLong(value);
    }
    out.writeArrayEnd();
  }

  protected static void writeStrings(String[] values, Encoder out) throws IOException {
    out.writeArrayStart();
    out.setItemCount(values.length);
    for (String value : values) {
      out.startItem();
      out.writeString(value);
    }
    out.writeArrayEnd();
  }

  protected static int[] readInts(Decoder in) throws IOException {
    int[] values = new int[0];
    for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
      int i = values.length;
      values = Arrays.copyOf(values, Math.addExact(i, Math.toIntExact(block)));
      for (; i < values.length; i++) {
        values[i] = in.readInt();
      }
    }
    return values;
  }

  protected static long[] readLongs(Decoder in) throws IOException {
    long[] values = new long[0];
    for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
      int i = values.length;
      values = Arrays.copyOf(values, Math.addExact(i, Math.toIntExact(block)));
      for (; i < values.length; i++) {
        values[i] = in.readLong();
      }
    }
    return values;
  }

  protected static String[] readStrings(Decoder in) throws IOException {
    String[] values = new String[0];
    for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
      int i = values.length;
      values = Arrays.copyOf(values, Math.addExact(i, Math.toIntExact(block)));
      for (; i < values.length; i++) {
        values[i] = in.readString();
      }
    }
    return values;
  }

  protected static float[] readFloats(Decoder in) throws IOException {
    float[] values = new float[0];
    for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
      int i = values.length;
      values = Arrays.copyOf(values, Math.addExact(i, Math.toIntExact(block)));
      for (; i < values.length; i++) {
        values[i] = in.readFloat();
      }
    }
    return values;
  }
}
