package dev.byoml.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.byoml.pipelines.cli.RunFailedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineMasterTest {
  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "[local]", "[auto]", "yarn", "", "k8s"})
  void isNoneWhereTheRunStaysHereOrNobodyKnowsWhereItGoes(String name) {
    assertThat(EngineMaster.of(name).isPresent(), is(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://127.0.0.1:%d", "127.0.0.1:%d", "http://127.0.0.1:%d"})
  void saysThatNobodyListens(String form) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    String name = form.formatted(port);
    RunFailedException e =
        assertThrows(
            RunFailedException.class, () -> EngineMaster.of(name).orElseThrow().requireAnswer());
    assertThat(
        e.getMessage(),
        allOf(
            containsString("the master " + name + " does not answer"),
            not(containsString("Exception"))));
  }

  @Test
  void takesAnyAnswerOfFlinkForOne() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.start();
    try {
      EngineMaster.of("127.0.0.1:" + server.getAddress().getPort()).orElseThrow().requireAnswer();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void takesOneOfSeveralMastersOfSparkForAll() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      EngineMaster.of("spark://127.0.0.1:1,127.0.0.1:" + socket.getLocalPort())
          .orElseThrow()
          .requireAnswer();
    }
  }
}
