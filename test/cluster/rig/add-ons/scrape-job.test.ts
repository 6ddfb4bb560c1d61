import { Example } from '../../world/example';
import { scrapeJob } from './scrape-job';

const [monitor] = Example.of('chat-70b').of('PodMonitor');

test('a PodMonitor is scraped as the Prometheus operator would, at the address of the engines', () => {
  expect(scrapeJob(monitor, '/kubeconfig', '127.0.0.1:8000')).toEqual({
    job_name: 'podMonitor/serving/chat/0',
    scrape_interval: '15s',
    kubernetes_sd_configs: [
      { role: 'pod', kubeconfig_file: '/kubeconfig', namespaces: { names: ['serving'] } },
    ],
    relabel_configs: [
      {
        source_labels: ['__meta_kubernetes_pod_phase'],
        regex: '(Failed|Succeeded)',
        action: 'drop',
      },
      {
        source_labels: ['__meta_kubernetes_pod_label_cdk8s_llm_dev_role'],
        regex: '(leader)',
        action: 'keep',
      },
      {
        source_labels: ['__meta_kubernetes_pod_label_cdk8s_llm_dev_service'],
        regex: '(chat)',
        action: 'keep',
      },
      {
        source_labels: ['__meta_kubernetes_pod_container_port_name'],
        regex: 'http',
        action: 'keep',
      },
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
      {
        source_labels: ['__meta_kubernetes_pod_label_cdk8s_llm_dev_service'],
        target_label: 'service',
      },
      {
        source_labels: ['__meta_kubernetes_namespace', '__meta_kubernetes_pod_name'],
        separator: '/',
        regex: '(.+)',
        replacement: '/pods/$1/metrics',
        target_label: '__metrics_path__',
      },
      { replacement: '127.0.0.1:8000', target_label: '__address__' },
    ],
  });
});
