// Loaded by path, by clients in Node and by the bundler for workflows: messages and stack traces of failures
// are encrypted like any payload, because they can quote what failed.
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
