package dev.byoml.transforms.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Sends the requests for a container to the account that has it. The client of Beam's Azure file
 * system knows one account alone.
 */
final class RouteToAccounts implements HttpPipelinePolicy {
  private final String endpoint;
  private final Map<String, String> endpointOfContainer;

  /**
   * A policy for a client.
   *
   * @param endpoint address of the account that the client knows, without a slash at its end
   * @param endpointOfContainer address of the account of each container, by the container's name
   */
  RouteToAccounts(String endpoint, Map<String, String> endpointOfContainer) {
    this.endpoint = requireNonNull(endpoint, "endpoint");
    this.endpointOfContainer = Map.copyOf(endpointOfContainer);
  }

  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    route(context.getHttpRequest());
    return next.process();
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    route(context.getHttpRequest());
    return next.processSync();
  }

  private void route(HttpRequest request) {
    String address = request.getUrl().toString();
    if (address.startsWith(endpoint + "/")) {
      String path = address.substring(endpoint.length() + 1);
      String container = path.split("[/?]", 2)[0];
      request.setUrl(endpointOfContainer.getOrDefault(container, endpoint) + "/" + path);
    }
  }
}
