package codeblocking.assembly;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.jms.ConnectionFactory;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;

/** The connection to Artemis; without transactions, since a doorbell needs none. */
@ConnectionFactoryDefinition(
    name = "java:app/jms/codeblocking",
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "codeblocking-artemis",
    transactionSupport = TransactionSupportLevel.NoTransaction,
    minPoolSize = 0,
    maxPoolSize = 20)
@Dependent
public class Broker {
  @Resource(lookup = "java:app/jms/codeblocking")
  @Produces
  ConnectionFactory factory;
}
