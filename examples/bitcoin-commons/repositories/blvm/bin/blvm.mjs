export default ({ 'blvm-node': node }, _node, about) => {
  const [command = '--help', height = '0'] = process.argv.slice(2);
  const say = (text) => process.stdout.write(`${text}\n`);
  if (command === '--version') {
    say(`${about.name} ${about.version} (${about.built})`);
    for (const [name, version] of Object.entries(about.libraries)) say(`  ${name} ${version}`);
  } else if (command === 'genesis') {
    say(`${node.hashOf(node.genesis)} ${node.isMined(node.genesis) ? 'is mined' : 'is not mined'}`);
  } else if (command === 'subsidy') {
    say(String(node.subsidy(Number(height))));
  } else {
    say('usage: blvm --version | genesis | subsidy <height>');
    process.exitCode = command === '--help' ? 0 : 2;
  }
};
