import type { LayerPart, ModelGeometry, WeightFormat } from '../../../src/facts/model/geometry';
import { readModelConfig } from '../../../src/facts/model/read-config';
import { InvalidInput } from '../../../src/violations';

const moe = {
  num_hidden_layers: 2,
  hidden_size: 64,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 1000,
  num_experts: 8,
  num_experts_per_tok: 2,
  moe_intermediate_size: 32,
  first_k_dense_replace: 1,
};

function read(quantization_config: unknown, fields: Record<string, unknown> = {}): ModelGeometry {
  return readModelConfig('test', { ...moe, ...fields, quantization_config });
}

function groups(weights: Record<string, unknown>): Record<string, unknown> {
  return { quant_method: 'compressed-tensors', config_groups: { group_0: { weights } } };
}

function partsInBf16(model: ModelGeometry): LayerPart[][] {
  const parts: LayerPart[] = ['attention', 'mlp', 'experts'];
  return model.layers.map(({ checkpointFormats }) =>
    parts.filter((part) => checkpointFormats[part] === 'bf16'),
  );
}

test.each<[WeightFormat, Record<string, unknown>]>([
  ['fp8', { quant_method: 'fp8', weight_block_size: [128, 128] }],
  ['fp8', { quant_method: 'fbgemm_fp8' }],
  ['fp8', groups({ num_bits: 8, type: 'float' })],
  ['int8', groups({ num_bits: 8, type: 'int' })],
  ['int4', groups({ num_bits: 4, type: 'int', group_size: 128 })],
  ['nvfp4', groups({ num_bits: 4, type: 'float', group_size: 16 })],
  ['mxfp4', groups({ num_bits: 4, type: 'float', group_size: 32 })],
  ['int4', { quant_method: 'awq', bits: 4, group_size: 128 }],
  ['int4', { quant_method: 'gptq', bits: 4, group_size: 128 }],
  ['int8', { quant_method: 'gptq', bits: 8, group_size: 128 }],
  ['mxfp4', { quant_method: 'mxfp4' }],
  ['nvfp4', { quant_method: 'modelopt', quant_algo: 'NVFP4' }],
  ['fp8', { quant_method: 'modelopt', quant_algo: 'FP8' }],
  ['fp8', { quant_algo: 'FP8' }],
  ['int8', { quant_method: 'modelopt', quant_algo: 'INT8_SQ' }],
  ['nvfp4', { producer: {}, quantization: { quant_algo: 'NVFP4' } }],
  ['fp8', { quant_method: 'modelopt_mxfp8' }],
  ['fp8', { quant_method: 'quark', global_quant_config: { weight: { dtype: 'fp8_e4m3' } } }],
  ['mxfp4', { quant_method: 'quark', global_quant_config: { weight: { dtype: 'fp4' } } }],
  ['int4', { quant_method: 'quark', global_quant_config: { weight: { dtype: 'uint4' } } }],
  ['int8', { quant_method: 'quark', global_quant_config: { weight: { dtype: 'int8' } } }],
  ['int4', { quant_method: 'awq_marlin' }],
  ['int4', { quant_method: 'gptq_marlin', bits: 4 }],
  ['int8', { quant_method: 'gptqmodel', bits: 8 }],
  ['int4', { quant_method: 'gptq', bits: 3, group_size: 128 }],
  ['int4', { quant_method: 'auto_round', bits: 4 }],
  ['int4', { quant_method: 'intel/auto-round', bits: 2 }],
  ['int4', { quant_method: 'moe_wna16' }],
  ['int4', { quant_method: 'bitsandbytes', load_in_4bit: true }],
  ['int8', { quant_method: 'bitsandbytes', load_in_8bit: true }],
  ['int8', { quant_method: 'gguf' }],
  ['int4', { quant_method: 'gguf', bits: 4 }],
  ['int4', { quant_method: 'hqq' }],
  ['int4', { quant_method: 'torchao', quant_type: 'int4_weight_only' }],
  [
    'int4',
    {
      quant_method: 'torchao',
      quant_type: { default: { _type: 'Int8DynamicActivationInt4WeightConfig' } },
    },
  ],
  ['fp8', { quant_method: 'torchao', quant_type: 'float8_dynamic_activation_float8_weight' }],
  ['int8', { quant_method: 'torchao', quant_type: 'int8_weight_only' }],
  ['int8', { quant_method: 'experts_int8' }],
  ['int8', { quant_method: 'w8a8_int8' }],
  ['mxfp4', { quant_method: 'fp_quant' }],
  ['nvfp4', { quant_method: 'fp_quant', forward_dtype: 'nvfp4' }],
  ['int4', { quant_method: 'compressed-tensors', format: 'pack-quantized' }],
  ['fp8', { quant_method: 'compressed-tensors', format: 'float-quantized' }],
  ['int8', { format: 'int-quantized' }],
  ['nvfp4', { format: 'nvfp4-pack-quantized' }],
  ['int4', { bits: 4, group_size: 128 }],
  ['bf16', {}],
])('%s is read from %j', (format, config) => {
  expect(read(config).checkpointFormat).toBe(format);
});

test('a method may stand alone, and the whole under its older name', () => {
  expect(read('fp8').checkpointFormat).toBe('fp8');
  const compression_config = { quant_method: 'compressed-tensors', format: 'int-quantized' };
  expect(read(undefined, { compression_config }).checkpointFormat).toBe('int8');
});

test.each([{ quant_method: 'aqlm' }, { quant_method: 'gptq', bits: 16 }])(
  '%j is refused with the known methods',
  (config) => {
    expect(() => read(config)).toThrow(InvalidInput);
    expect(() => read(config)).toThrow(/compressed-tensors, awq, gptq/);
  },
);

test('an unknown method does no harm where the format is stated otherwise', () => {
  const config = { ...moe, quantization_config: { quant_method: 'aqlm' } };
  const { checkpointFormat } = readModelConfig('test', config, { formatIsStated: true });
  expect(checkpointFormat).toBe('bf16');
});

test.each([
  [(3 + (16 + 3) / 128) / 8, { quant_method: 'gptq', bits: 3, group_size: 128 }],
  [(2 + 16 / 128) / 8, { quant_method: 'gptq', bits: 2, sym: true }],
  [4.5 / 8, { quant_method: 'bitsandbytes', load_in_4bit: true }],
])('a parameter takes %d bytes under %j', (bytes, config) => {
  expect(read(config).checkpointBytesPerParameter).toBe(bytes);
});

test('MXFP4 of its own and INT8 of experts leave all but the experts in bf16', () => {
  const beside: LayerPart[][] = [
    ['attention', 'mlp'],
    ['attention', 'mlp'],
  ];
  expect(partsInBf16(read({ quant_method: 'mxfp4' }))).toEqual(beside);
  expect(partsInBf16(read({ quant_method: 'experts_int8' }))).toEqual(beside);
});

test('layers that Quark names have their own format, the others the global one', () => {
  const [{ checkpointFormats }] = read({
    quant_method: 'quark',
    global_quant_config: { weight: { dtype: 'fp4', group_size: 32 } },
    layer_quant_config: { '*self_attn*': { weight: { dtype: 'fp8_e4m3' } } },
    exclude: ['lm_head', 're:model.layers.*experts'],
  }).layers;
  expect(checkpointFormats).toEqual({
    attention: 'fp8',
    attentionOutput: 'fp8',
    mlp: 'mxfp4',
    experts: 'bf16',
  });
});

test('groups of 32 without zeros take 4.5 bits', () => {
  const weights = { num_bits: 4, type: 'int', group_size: 32, symmetric: true };
  expect(read(groups(weights)).checkpointBytesPerParameter).toBe(4.5 / 8);
});

test('an expression in the ignore list matches from the start of the path', () => {
  const ignore = ['re:.*self_attn.*', 're:.*mlp\\.(gate|up|down)_proj.*', 're:experts'];
  expect(partsInBf16(read({ ...groups({ num_bits: 4, type: 'int' }), ignore }))).toEqual([
    ['attention', 'mlp'],
    ['attention'],
  ]);
});

test('a glob in the ignore list covers a layer', () => {
  const quantization = {
    quant_method: 'modelopt',
    quant_algo: 'NVFP4',
    ignore: ['model.layers.0*'],
  };
  expect(partsInBf16(read(quantization))).toEqual([['attention', 'mlp', 'experts'], []]);
});

test('a plain name in the ignore list means whole segments, so a router is no gate_proj', () => {
  const quantization = { quant_method: 'fp8', modules_to_not_convert: ['gate', 'lm_head'] };
  expect(partsInBf16(read(quantization))).toEqual([[], []]);
  const attention = { quant_method: 'fp8', modules_to_not_convert: ['self_attn'] };
  expect(partsInBf16(read(attention))).toEqual([['attention'], ['attention']]);
});

test('experts in fp4 inside an FP8 checkpoint keep their own format', () => {
  const [, layer] = read({ quant_method: 'fp8' }, { expert_dtype: 'fp4' }).layers;
  expect(layer.checkpointFormats).toEqual({
    attention: 'fp8',
    attentionOutput: 'fp8',
    mlp: 'fp8',
    experts: 'mxfp4',
  });
});

test('experts in fp4 mean nothing to a checkpoint in another format', () => {
  const [, layer] = read({ quant_method: 'awq' }, { expert_dtype: 'fp4' }).layers;
  expect(layer.checkpointFormats.experts).toBe('int4');
});

test('a mixed ModelOpt checkpoint has the format it lists for each module, bf16 for the rest', () => {
  const model = read({
    quant_method: 'modelopt',
    quant_algo: 'MIXED_PRECISION',
    quantized_layers: {
      'model.layers.1.self_attn.q_proj': { quant_algo: 'FP8' },
      'model.layers.1.mlp.experts': { quant_algo: 'W4A16_NVFP4' },
    },
  });
  expect(model.checkpointFormat).toBe('nvfp4');
  expect(model.layers[1].checkpointFormats).toEqual({
    attention: 'fp8',
    attentionOutput: 'bf16',
    mlp: 'bf16',
    experts: 'nvfp4',
  });
  expect(partsInBf16(model)[0]).toEqual(['attention', 'mlp', 'experts']);
});

describe('groups of modules', () => {
  const weights = { num_bits: 4, type: 'float', group_size: 16 };
  const mixed = {
    quant_method: 'compressed-tensors',
    config_groups: {
      group_0: { targets: ['re:.*self_attn\\.'], weights: { num_bits: 8, type: 'float' } },
      group_1: { targets: ['re:.*mlp\\.experts', 'lm_head'], weights },
    },
  };

  test('have their own formats, and what no group covers is bf16', () => {
    const model = read(mixed);
    expect(model.layers[1].checkpointFormats).toEqual({
      attention: 'fp8',
      attentionOutput: 'fp8',
      mlp: 'bf16',
      experts: 'nvfp4',
    });
    expect([model.checkpointFormat, model.headFormat]).toEqual(['nvfp4', 'nvfp4']);
  });

  test('of every Linear leave the output head, which is none, in bf16', () => {
    const { headFormat, draftFormats } = read({
      quant_method: 'compressed-tensors',
      config_groups: { group_0: { targets: ['Linear'], weights } },
      ignore: ['re:.*mtp.*'],
    });
    expect(headFormat).toBe('bf16');
    expect(Object.values(draftFormats)).toEqual(['bf16', 'bf16', 'bf16', 'bf16']);
  });
});

test('an ignored state layer leaves the attention of the other layers quantized', () => {
  const hybrid = {
    ...{ linear_num_key_heads: 2, linear_num_value_heads: 2, linear_conv_kernel_dim: 4 },
    ...{ linear_key_head_dim: 16, linear_value_head_dim: 16, full_attention_interval: 2 },
  };
  const { layers } = read({ quant_method: 'fp8', ignore: ['re:.*linear_attn.*'] }, hybrid);
  expect(layers.map(({ checkpointFormats }) => checkpointFormats.attention)).toEqual([
    'bf16',
    'fp8',
  ]);
});
