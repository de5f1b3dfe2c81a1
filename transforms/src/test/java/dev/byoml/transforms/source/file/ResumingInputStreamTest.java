package dev.byoml.transforms.source.file;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumingInputStreamTest {
  private final List<Long> pauses = new ArrayList<>();
  private final List<SeekableByteChannel> channels = new ArrayList<>();

  @Test
  void readsOnWhereTheFileSystemFailed() throws IOException {
    assertThat(
        text(0, channel("0123", new IOException("reset")), channel("0123456789", null)),
        is("0123456789"));
    assertThat(pauses, hasSize(1));
  }

  @Test
  void readsOnAfterAnUncheckedFailure() throws IOException {
    assertThat(
        text(0, channel("", new IllegalStateException("no answer")), channel("0123", null)),
        is("0123"));
  }

  @Test
  void beginsAtTheOffset() throws IOException {
    assertThat(text(4, channel("0123456789", null)), is("456789"));
    assertThat(pauses, is(empty()));
  }

  @Test
  void endsWhereTheFileEndsWhenItIsOpenedAgain() throws IOException {
    assertThat(
        text(0, channel("0123", new IOException("reset")), channel("0123", null)), is("0123"));
  }

  @Test
  void closesWhatItOpened() throws IOException {
    text(0, channel("0123", new IOException("reset")), channel("0123456789", null));
    assertThat(channels.stream().map(SeekableByteChannel::isOpen).toList(), contains(false, false));
  }

  @Test
  void givesUpAfterFourFurtherAttemptsThatReadNothing() {
    SeekableByteChannel[] failing = new SeekableByteChannel[5];
    for (int i = 0; i < failing.length; i++) {
      failing[i] = channel("", new IOException("attempt " + i));
    }
    IOException e = assertThrows(IOException.class, () -> text(0, failing));
    assertThat(e.getMessage(), is("attempt 4"));
    assertThat(pauses, hasSize(4));
  }

  @Test
  void startsCountingAnewWhenBytesWereRead() throws IOException {
    SeekableByteChannel[] failing = new SeekableByteChannel[10];
    for (int i = 0; i < failing.length; i++) {
      boolean last = i == failing.length - 1;
      failing[i] =
          channel("0123456789".substring(0, i + 1), last ? null : new IOException("reset"));
    }
    assertThat(text(0, failing), is("0123456789"));
  }

  @Test
  void doesNotWaitForAFileThatIsGone() {
    assertThrows(
        FileNotFoundException.class,
        () -> text(0, channel("0", new FileNotFoundException("gone"))));
    assertThat(pauses, is(empty()));
  }

  @Test
  void refusesAFileThatHasBecomeShorter() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> text(0, channel("0123", new IOException("reset")), channel("01", null)));
    assertThat(e.getMessage(), containsString("only 2 bytes, though it had at least 4"));
  }

  private String text(long offset, SeekableByteChannel... files) throws IOException {
    channels.addAll(List.of(files));
    List<SeekableByteChannel> next = new ArrayList<>(channels);
    try (ResumingInputStream in =
        new ResumingInputStream(
            "file", at -> ResumingInputStream.moved(next.remove(0), at), offset, pauses::add)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A file of which {@code text} can be read before a failure, or the end if there is none. */
  private static SeekableByteChannel channel(String text, Exception failure) {
    return new FailingChannel(text.getBytes(StandardCharsets.UTF_8), failure);
  }

  private static final class FailingChannel implements SeekableByteChannel {
    private final byte[] bytes;
    private final Exception failure;
    private int position;
    private boolean open = true;

    FailingChannel(byte[] bytes, Exception failure) {
      this.bytes = bytes;
      this.failure = failure;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (position == bytes.length) {
        if (failure instanceof IOException e) {
          throw e;
        }
        if (failure instanceof RuntimeException e) {
          throw e;
        }
        return -1;
      }
      int count = Math.min(target.remaining(), bytes.length - position);
      target.put(bytes, position, count);
      position += count;
      return count;
    }

    @Override
    public long size() {
      return failure == null ? bytes.length : Long.MAX_VALUE;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      position = (int) newPosition;
      return this;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }
  }
}
