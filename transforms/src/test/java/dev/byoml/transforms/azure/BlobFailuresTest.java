package dev.byoml.transforms.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.azure.core.exception.ClientAuthenticationException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlobFailuresTest {
  private static final ClientAuthenticationException NOBODY =
      new ClientAuthenticationException("no credential was found\nin five places", null);

  @Test
  void saysInOneLineHowToSignIn() {
    assertThat(
        BlobFailures.find(new IOException(new IllegalStateException(NOBODY))),
        is(
            Optional.of(
                "cannot sign in to Azure: no credential was found. Run az login, or set"
                    + " AZURE_STORAGE_KEY or another credential in the environment.")));
  }

  @Test
  void findsNothingInAFailureOfAnotherKind() {
    assertThat(BlobFailures.find(new IOException("disk full")), is(Optional.empty()));
  }

  @Test
  void doesNotTryAgainToSignIn() {
    assertThat(BlobFailures.isFinal(new IOException(NOBODY)), is(true));
    assertThat(BlobFailures.isFinal(new IOException("connection reset")), is(false));
  }
}
