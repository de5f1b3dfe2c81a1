package dev.byoml.transforms.read.table;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * How pages of Parquet are unpacked: Snappy (Spark's default), gzip, Zstandard. Parquet's own
 * codecs are Hadoop's, which no bundle carries.
 */
final class ParquetCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("nothing is written");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Decompressor((bytes, size) -> bytes);
      case SNAPPY -> new Decompressor((bytes, size) -> Snappy.uncompress(bytes));
      case GZIP -> new Decompressor(ParquetCodecs::gunzip);
      case ZSTD -> new Decompressor(Zstd::decompress);
      default -> throw new ParquetRows.OtherCodecException(codec.name());
    };
  }

  @Override
  public void release() {
    // Nothing is held.
  }

  private static byte[] gunzip(byte[] bytes, int size) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(size);
    }
  }

  private interface Codec {
    byte[] decompress(byte[] bytes, int size) throws IOException;
  }

  private record Decompressor(Codec codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(codec.decompress(bytes.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer in, int inSize, ByteBuffer out, int outSize)
        throws IOException {
      byte[] bytes = new byte[inSize];
      in.get(bytes);
      out.put(codec.decompress(bytes, outSize));
      out.flip();
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }
}
