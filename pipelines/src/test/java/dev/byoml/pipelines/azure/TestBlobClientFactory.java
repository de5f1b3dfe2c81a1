package dev.byoml.pipelines.azure;

import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.byoml.transforms.azure.EnvironmentBlobClientFactory;
import java.time.Duration;
import java.util.Map;

/** The client factory with an environment that the tests set, and with short pauses. */
public final class TestBlobClientFactory extends EnvironmentBlobClientFactory {
  /** The option that chooses this factory. */
  public static final String OPTION =
      "--blobstoreClientFactoryClass=" + TestBlobClientFactory.class.getName();

  private static volatile Map<String, String> environment = Map.of();

  /** A factory with the environment that is set. */
  public TestBlobClientFactory() {
    super(environment);
  }

  /** Sets the environment of the factories to come. */
  public static void use(Map<String, String> variables) {
    environment = Map.copyOf(variables);
  }

  @Override
  protected RequestRetryOptions retries() {
    return new RequestRetryOptions(
        RetryPolicyType.FIXED, 3, null, Duration.ofMillis(20), Duration.ofMillis(20), null);
  }
}
