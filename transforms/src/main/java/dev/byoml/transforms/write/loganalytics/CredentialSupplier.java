package dev.byoml.transforms.write.loganalytics;

import com.azure.core.credential.TokenCredential;
import java.io.Serializable;

/** Makes the credential of a worker, on that worker: what is serialized holds no secret. */
@FunctionalInterface
public interface CredentialSupplier extends Serializable {
  /** The credential. */
  TokenCredential get();
}
